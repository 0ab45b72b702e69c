// The files of one page in a release of format `folder`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "dataset/release/release_paths.hpp"
#include "pipeline/compare/page_files.hpp"

namespace ecgpress {

/// The checksum of an image in a table. Other files have none: the table is "".
struct StatedChecksum {
    std::uint32_t crc32 = 0;
    const char* table = "";
};

/// Reads a file of the release; no value if it cannot be read, or is not needed.
using ReadPageFile = std::function<std::optional<std::string>(const std::string& path,
                                                              const StatedChecksum& stated)>;

/// Calls `read` for each file that the rows require, and takes what it returns.
/// @param report  gets images of the page that differ from each other
PageFiles folder_page(const PageRows& rows, const StatedConfig& stated, const ReleasePaths& paths,
                      bool has_truth, const ReadPageFile& read, const Report& report);

} // namespace ecgpress
