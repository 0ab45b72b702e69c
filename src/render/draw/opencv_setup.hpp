// OpenCV as this program needs it.
#pragma once

namespace ecgpress {

/// A rank is one thread on one core, and a job has as many ranks as it shall take cores: OpenCV
/// starts no threads of its own (it would, in every rank, one for each core of the machine). If it
/// gets no memory it throws std::bad_alloc, as all else does. Called once, by main.
void set_up_opencv();

} // namespace ecgpress
