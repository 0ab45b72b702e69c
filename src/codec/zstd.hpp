// Files compressed with Zstandard (RFC 8878).
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// Compresses a file in flat memory, with a checksum of its content; the same bytes give the same
/// bytes with the same version of libzstd. @return the digest of `to` (SHA-256) @throws IoError
std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace ecgpress
