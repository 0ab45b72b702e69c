// Numbers of files and bytes that a run writes, compared with its limits and with what is free.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dataset/release/run_folder.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// What a user can still write on a file system.
struct FreeSpace {
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> files; ///< No value if the file system does not limit them.
};
/// Free space of the file system of a path; the path itself need not exist. @throws IoError
FreeSpace free_space(const std::filesystem::path& path);

/// Files of a release. Of formats with archives by size the number is not exact. @param a_page
/// bytes of a page in archives
std::uint64_t count_files(const Config& config, const std::string& format, double a_page);

/// @throws ConfigError if the releases have more files than release.most_files. It names the
/// formats with fewer, with their numbers of files.
void require_few_files(const Config& config);
/// @throws IoError if there are fewer free files than the run has not written yet
void require_free_files(const Config& config, const RunFolder& folder, const FreeSpace& free);

/// What a run needs when its shards and all its releases exist, before anything is deleted.
struct Peak {
    double bytes = 0;
    std::uint64_t files = 0;
    double archive_page_bytes = k_usual_page_bytes; ///< of a page in archives
};
Peak peak_of(const Config& config, const Estimate& estimate);
/// "about 12.0 MB and 46 files at the peak (shards and releases together), 1.0 TB and 900 files
/// free"
std::string describe(const Peak& peak, const FreeSpace& free);
/// Whether a run has finished a shard.
bool has_shards(const RunFolder& folder);
/// Warnings if bytes or files are not enough.
std::vector<Warning> too_little_space(const Config& config, const RunFolder& folder,
                                      const Peak& peak, const FreeSpace& free);

/// "1.0 MB"
std::string size_text(double bytes);

} // namespace ecgpress
