// A web page with the statistics of a release, as a data paper reports them.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress {

/// Writes a self-contained HTML file. The tables of the release are read as a stream, in constant
/// memory. Heart rates, file sizes and thumbnails are those of a sample of pages.
/// @param folder  a release, or a run folder; for a run the report includes its speed
/// @param sample  number of pages that are read completely
/// @throws ConfigError, DataError, IoError
void write_report(const std::filesystem::path& folder, std::size_t sample,
                  const std::filesystem::path& path);

} // namespace ecgpress
