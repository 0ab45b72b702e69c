// Decompression of zlib streams (RFC 1950) of a known size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecgpress {

/// Writes the content of the stream into `bytes`, which has its exact size: a stream of another
/// size is refused before more memory is used. @return false if the stream is corrupt or has
/// another size
bool inflate_into(std::string_view stream, std::string& bytes);

} // namespace ecgpress
