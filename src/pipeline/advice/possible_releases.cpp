#include "pipeline/advice/possible_releases.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

namespace {

void require_pages(const Config& config) {
    const PlannedCounts counts = count_release(config);
    std::vector<std::string> possible;
    for (const ReleaseFormat& format : release_formats())
        if (has_pages(format, counts)) possible.emplace_back(format.name);
    std::vector<std::string> problems;
    for (const std::string& name : config.release.formats) {
        const ReleaseFormat& format = find_release_format(name);
        if (!has_pages(format, counts))
            problems.push_back(concat("release.formats (or --format) has ", name,
                                      ", but no page can be in such a release: ", format.needs));
    }
    if (!problems.empty())
        throw ConfigError(concat(join(problems, "\n"), " Or request only formats that have pages: ",
                                 join(possible, ", "), '.'));
}

/// A lower bound of the files of a release, without those about all of it.
std::uint64_t least_files(const Config& config, const ReleaseFormat& format) {
    if (format.keeps_shards) return shard_count(config);
    std::uint64_t files = 0;
    for (const PageGroup& group : config.pages) {
        const PlannedCounts counts = count_release(config, group);
        const Caps& caps = group.caps;
        // With these caps the numbers of files depend on the drawn pages.
        const bool is_known = !caps.with_overlap && !caps.without_overlap;
        if (std::string(format.name) == "folder")
            files += is_known ? counts.files : 0;
        else
            files += static_cast<std::uint64_t>(format.page_files) *
                     (format.needs_masks ? counts.mask_pages : counts.image_pages);
    }
    return files;
}

void require_few_archives(const Config& config) {
    const ReleaseSettings& release = config.release;
    if (release.max_archives == 0 || release.max_files == 0) return;
    for (const std::string& name : release.formats) {
        const std::uint64_t files = least_files(config, find_release_format(name)),
                            archives = (files + release.max_files - 1) / release.max_files;
        if (archives <= release.max_archives) continue;
        throw ConfigError(concat("the release of format ", name, " has at least ", files,
                                 " files. In archives of at most ", release.max_files,
                                 " files (release.max_files) these are ", archives,
                                 " archives, but release.max_archives is ", release.max_archives,
                                 ". Omit max_files, or increase it or max_archives."));
    }
}

} // namespace

void require_possible_releases(const Config& config) {
    require_pages(config);
    require_few_files(config);
    require_few_archives(config);
}

} // namespace ecgpress
