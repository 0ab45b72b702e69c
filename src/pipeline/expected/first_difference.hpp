// The first difference of two files, as text for a message.
#pragma once

#include <string>

#include "core/input_file.hpp"

namespace ecgpress {

/// "line 3 is `0 0.5 ...`, expected `1 0.5 ...`", or "it differs from byte 512 on" if they are not
/// texts; "" if the files are equal. Control characters are escaped, and long lines are cut around
/// the difference. @throws IoError
std::string first_difference(InputFile found, InputFile expected);

} // namespace ecgpress
