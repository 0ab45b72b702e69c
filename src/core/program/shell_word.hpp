// Texts as words of a shell command, for commands that are printed to be copied.
#pragma once

#include <string>
#include <string_view>

namespace ecgpress {

/// The text as one word of a POSIX shell, in single quotes if it needs any: `'a b: #c'`.
std::string shell_word(std::string_view text);

} // namespace ecgpress
