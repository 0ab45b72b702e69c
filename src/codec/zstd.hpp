// Files compressed with Zstandard (RFC 8878).
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// Compresses a file in constant memory, with a checksum of its content. The result is
/// deterministic for one version of libzstd. @return the SHA-256 digest of `to` @throws IoError
std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace ecgpress
