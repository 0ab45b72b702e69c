// The lines of SHA256SUMS, as sha256sum writes and reads them: digest, two spaces, path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// The file that marks a release as complete.
constexpr const char* k_sums_file = "SHA256SUMS";

/// Returns a line without a line feed.
std::string sums_line(const WrittenFile& file);
/// Returns one line per file, with line feeds.
std::string sums_lines(const std::vector<WrittenFile>& files);

/// Parses a line without its line feed. Returns no value if it is not a digest and a path.
std::optional<WrittenFile> parse_sums_line(std::string_view line);

} // namespace ecgpress
