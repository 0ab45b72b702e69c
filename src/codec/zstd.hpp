// Files compressed with Zstandard (RFC 8878).
#pragma once

#include <filesystem>
#include <string>

#include "core/input_file.hpp"

namespace ecgpress {

/// Compresses a file in constant memory, with a checksum of its content. The result is
/// deterministic for one version of libzstd. @return the SHA-256 digest of `to` @throws IoError
std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Compares the content of a compressed file with a plain file in constant memory. @return why they
/// differ, "" if they do not @throws IoError
std::string compare_compressed_file(InputFile packed, InputFile plain);

} // namespace ecgpress
