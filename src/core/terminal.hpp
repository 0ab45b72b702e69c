// Whether standard error is a terminal, and the terminal's width.
#pragma once

#include <cstddef>

namespace ecgpress {

/// Returns whether standard error is a terminal. Under mpirun, that of the launcher is tested.
bool stderr_is_terminal();

/// Current number of columns of that terminal, which may have been resized since the last call. 80
/// if the terminal does not report it, or if there is none.
std::size_t terminal_columns();

} // namespace ecgpress
