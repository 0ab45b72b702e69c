// Global settings of OpenCV.
#pragma once

namespace ecgpress {

/// Makes OpenCV use one thread: a rank uses one core, and by default OpenCV would start one thread
/// per core of the host in every rank. Makes it throw std::bad_alloc, instead of cv::Exception,
/// when out of memory. Called once, by main.
void set_up_opencv();

} // namespace ecgpress
