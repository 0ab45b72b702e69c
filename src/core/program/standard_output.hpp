// Standard output of the program: results are printed there, so a part that is lost is an error.
#pragma once

#include <string>

namespace ecgpress {

/// Call it first in a program. If standard input or standard error are closed, they lead to
/// /dev/null from now on; otherwise the next file that is opened would take their number.
/// @throws IoError if standard output is closed
void require_standard_output();

/// Prints a result. Control characters in it (of names from files) are made visible, as in the log.
void print(const std::string& text);

/// Writes what is buffered. Call it last. @throws IoError if any output was lost (a full disk), but
/// not if the reader of a pipe has ended (`| head`)
void finish_standard_output();

} // namespace ecgpress
