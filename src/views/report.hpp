// A release in figures, as one web page: what a data paper tells of it.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress {

/// Writes the web page: one file that needs no other. The release's tables are read as they pass,
/// in flat memory; heart rates, file sizes and thumbnails are of a sample of pages.
/// @param folder  a release, or a run's: then the page tells the run's speed too
/// @param sample  how many pages are read whole
/// @throws ConfigError, DataError, IoError
void write_report(const std::filesystem::path& folder, std::size_t sample,
                  const std::filesystem::path& path);

} // namespace ecgpress
