// The lines of SHA256SUMS, as sha256sum writes and reads them: digest, two blanks, path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// The file that a complete release has.
constexpr const char* k_sums_file = "SHA256SUMS";

/// Without a line feed.
std::string sums_line(const WrittenFile& file);
/// A line for each, with line feeds.
std::string sums_lines(const std::vector<WrittenFile>& files);

/// The file that a line without its line feed is about; nothing if it is no digest and path.
std::optional<WrittenFile> parse_sums_line(std::string_view line);

} // namespace ecgpress
