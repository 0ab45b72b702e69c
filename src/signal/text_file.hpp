// Text files that people and other programs write: one reader for their encodings and line ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/file.hpp"

namespace ecgpress {

/// The text without a byte order mark. UTF-16 with a mark is converted to UTF-8; other bytes stay
/// as they are, also those that are not UTF-8.
/// @param name  of the file, for messages
/// @throws DataError that names the encoding: UTF-32, UTF-16 without a mark, invalid UTF-16
std::string decoded_text(std::string bytes, const std::string& name);

/// The same of a whole file. @throws also as read_file
std::string read_text(const fs::path& path, const FileKind& kind);

/// The lines of a text without their ends (LF, CR LF or CR), blank ones too, so that a line's
/// number is its index + 1. The result points into the text.
std::vector<std::string_view> lines_of(std::string_view text);

} // namespace ecgpress
