// Text from outside as valid UTF-8 (RFC 3629), for terminals and programs that read our output.
#pragma once

#include <string>
#include <string_view>

namespace ecgpress {

/// The text with U+FFFD instead of every byte that is not part of a valid sequence.
std::string as_utf8(std::string_view text);

} // namespace ecgpress
