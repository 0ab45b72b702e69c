#include "pipeline/advice/space.hpp"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <sys/statvfs.h>
#include <system_error>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/merge/archive_plan.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

namespace {

constexpr double k_archive_bytes = 1e9;

/// Archives of each split and their indexes. A set (pages or crops) has at least one archive per
/// split.
std::uint64_t archive_files(const PlannedCounts& counts, double a_page) {
    const std::uint64_t sets =
        (counts.image_pages > 0 ? 1 : 0) + (counts.segmentation + counts.overlap > 0 ? 1 : 0);
    const auto full = static_cast<std::uint64_t>(a_page * static_cast<double>(counts.kept_pages) /
                                                 k_archive_bytes);
    return 2 * sets * (full + k_split_count) + sets * k_split_count;
}

/// Archives of a packed release, their SHA256SUMS and UNPACK.txt.
std::uint64_t packed_files(const ReleaseSettings& release, std::uint64_t files, double bytes) {
    if (!release.is_packed()) return 0;
    const bool is_limited = release.max_files > 0 || release.max_bytes > 0;
    if (release.max_archives > 0 && !is_limited) return release.max_archives + 2;
    double archives = 1;
    if (release.max_files > 0)
        archives += static_cast<double>(files) / static_cast<double>(release.max_files);
    if (release.max_bytes > 0) archives += bytes / static_cast<double>(release.max_bytes);
    if (release.max_bytes == 0 && release.pack != "none")
        archives += bytes / static_cast<double>(k_zenodo_archive);
    return static_cast<std::uint64_t>(archives) + 2;
}

struct FormatFiles {
    std::string format;
    std::uint64_t files = 0;
};

/// "19000021 (folder), 2018 (webdataset)"
std::string text_of(const std::vector<FormatFiles>& all) {
    std::vector<std::string> parts;
    for (const FormatFiles& each : all) parts.push_back(concat(each.files, " (", each.format, ')'));
    return join(parts, ", ");
}

std::vector<FormatFiles> requested(const Config& config) {
    std::vector<FormatFiles> all;
    for (const std::string& format : config.release.formats)
        all.push_back({format, count_files(config, format, k_usual_page_bytes)});
    return all;
}

std::uint64_t sum_of(const std::vector<FormatFiles>& all) {
    std::uint64_t files = 0;
    for (const FormatFiles& each : all) files += each.files;
    return files;
}

/// "Formats that fit, with their numbers of files: ...", without those that would have no page.
std::string fitting_formats(const Config& config, std::uint64_t most,
                            double a_page = k_usual_page_bytes) {
    const PlannedCounts counts = count_release(config);
    std::vector<FormatFiles> fit;
    for (const ReleaseFormat& format : release_formats()) {
        const FormatFiles each{format.name, count_files(config, format.name, a_page)};
        if (has_pages(format, counts) && each.files <= most) fit.push_back(each);
    }
    return fit.empty() ? std::string("No format has so few")
                       : concat("Formats that fit, with their numbers of files: ", text_of(fit));
}

bool has_entries(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder, error) && !fs::is_empty(folder, error) && !error;
}

} // namespace

FreeSpace free_space(const fs::path& path) {
    std::error_code error;
    fs::path folder = fs::absolute(path, error).lexically_normal();
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    struct statvfs status {};
    if (::statvfs(folder.c_str(), &status) != 0)
        throw_io("determine the free space of", folder, errno);
    FreeSpace space;
    space.bytes = static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
    if (status.f_files > 0) space.files = status.f_favail; // 0: no limit, as on Btrfs
    return space;
}

bool has_shards(const RunFolder& folder) {
    return has_entries(folder.shards());
}

std::uint64_t count_files(const Config& config, const std::string& format, double a_page) {
    const ReleaseFormat& row = find_release_format(format);
    const PlannedCounts counts = count_release(config);
    if (format == "folder") return counts.files;
    // The index, and a table of each split.
    if (row.keeps_shards) return shard_count(config) + 1 + k_split_count + release_texts(config);
    if (row.page_files == 0) return archive_files(counts, a_page) + release_texts(config);
    // Of each split at most metadata.jsonl, a table, and a list or annotations.
    constexpr std::uint64_t k_format_texts = 3 * k_split_count;
    return static_cast<std::uint64_t>(row.page_files) *
               (row.needs_masks ? counts.mask_pages : counts.image_pages) +
           k_format_texts + release_texts(config);
}

void require_few_files(const Config& config) {
    const std::uint64_t most = config.release.most_files;
    const std::vector<FormatFiles> all = requested(config);
    if (most == 0 || sum_of(all) <= most) return;
    throw ConfigError(concat(
        "release.most_files is ", most, ", but the run's releases have more files: ", text_of(all),
        ". Many file systems of clusters allow a user one to ten million. ",
        fitting_formats(config, most),
        ". Change release.formats (or --format), or increase release.most_files (0: no limit)."));
}

void require_free_files(const Config& config, const RunFolder& folder, const FreeSpace& free) {
    if (!free.files) return;
    std::vector<FormatFiles> missing;
    for (const FormatFiles& each : requested(config))
        if (!has_entries(folder.release(each.format))) missing.push_back(each);
    std::uint64_t files = sum_of(missing);
    if (!has_shards(folder)) files += shard_count(config);
    if (files <= *free.files) return;
    throw IoError(concat("the file system of ", folder.root().string(), " has ", *free.files,
                         " free files (inodes), and the run writes ", files,
                         ". Files of each release: ", text_of(missing), ". ",
                         fitting_formats(config, *free.files),
                         ". Change release.formats (or --format), or use another --out."));
}

Peak peak_of(const Config& config, const Estimate& estimate) {
    const double shards = estimate.total(&EstimateRow::shard_bytes),
                 others = estimate.total(&EstimateRow::other_bytes);
    double releases = others, linked = 0;
    Peak peak;
    peak.files = shard_count(config);
    peak.archive_page_bytes = estimate.archive_page_bytes();
    for (const std::string& format : config.release.formats) {
        const bool is_folder = format == "folder", links = find_release_format(format).keeps_shards;
        const double own = is_folder ? estimate.total(&EstimateRow::release_bytes)
                           : links   ? shards
                                     : others;
        if (is_folder) releases += own;
        if (links) linked += shards;
        const std::uint64_t files = count_files(config, format, estimate.archive_page_bytes());
        peak.files += files + packed_files(config.release, files, own);
    }
    // Archives contain copies, also of shards that a release only links to.
    peak.bytes = shards + releases + (config.release.is_packed() ? releases + linked : 0);
    return peak;
}

std::string describe(const Peak& peak, const FreeSpace& free) {
    return concat(
        "about ", size_text(peak.bytes), " and ", counted(peak.files, "file"),
        " at the peak (shards and releases together), ", size_text(static_cast<double>(free.bytes)),
        free.files ? concat(" and ", counted(*free.files, "file")) : std::string(), " free");
}

std::vector<Warning> too_little_space(const Config& config, const RunFolder& folder,
                                      const Peak& peak, const FreeSpace& free) {
    std::vector<Warning> found;
    const std::string root = folder.root().string();
    if (peak.bytes > static_cast<double>(free.bytes))
        found.push_back({concat("The file system of ", root, " is too small: the run needs about ",
                                size_text(peak.bytes), ", and ",
                                size_text(static_cast<double>(free.bytes)), " are free"),
                         "Shards and releases are both stored there until you delete the shards",
                         "Use another --out, fewer pages or fewer datasets"});
    if (free.files && peak.files > *free.files)
        found.push_back({concat("The file system of ", root, " has too few free files (inodes): ",
                                "the run writes ", peak.files, ", and ", *free.files, " are free"),
                         fitting_formats(config, *free.files, peak.archive_page_bytes),
                         "Change release.formats, or use another --out"});
    return found;
}

std::string size_text(double bytes) {
    if (bytes < 1e9) return concat(fixed(bytes / 1e6, 1), " MB");
    return bytes < 1e12 ? concat(fixed(bytes / 1e9, 1), " GB")
                        : concat(fixed(bytes / 1e12, 2), " TB");
}

} // namespace ecgpress
