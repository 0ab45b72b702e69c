// Whether a person sees what is printed.
#pragma once

namespace ecgpress {

/// Is standard error a terminal? Under mpirun: is the launcher's?
bool stderr_is_terminal();

} // namespace ecgpress
