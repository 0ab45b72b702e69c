// Whether a person sees what is printed, and how wide the lines may be.
#pragma once

#include <cstddef>

namespace ecgpress {

/// Is standard error a terminal? Under mpirun: is the launcher's?
bool stderr_is_terminal();

/// Columns of that terminal now: it may have been resized since the last call. 80 if it does not
/// say, or if there is none.
std::size_t terminal_columns();

} // namespace ecgpress
