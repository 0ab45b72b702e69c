#include "pipeline/advice/hub_limits.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

namespace {

// Hub documentation, "Repository limitations and recommendations".
constexpr std::uint64_t k_hub_files = 100'000, k_hub_in_folder = 10'000;
constexpr double k_hub_file_bytes = 200e9;

/// Pages with images by split, before caps.
std::array<std::uint64_t, k_split_count> image_pages(const Config& config, bool needs_masks) {
    std::array<std::uint64_t, k_split_count> pages{};
    for (const PageGroup& group : config.pages) {
        const PlannedCounts counts = count_release(config, group);
        const std::uint64_t most = needs_masks ? counts.mask_pages : counts.image_pages;
        for (std::size_t split = 0; split < k_split_count; ++split) {
            std::uint64_t own = 0;
            for (const auto& of_layout : group.counts) own += of_layout[split];
            pages[split] += std::min(most, own * group.pages_a_sheet());
        }
    }
    return pages;
}

Warning warning_of(const std::string& format, const std::string& what, const std::string& limit,
                   const std::string& advice) {
    return {concat("The release of format ", format, " will have ", what),
            concat("Hugging Face recommends at most ", limit),
            concat("To publish it there, ", advice)};
}

} // namespace

std::uint64_t fullest_folder(const Config& config, const std::string& name) {
    const ReleaseFormat& format = find_release_format(name);
    if (name == "folder") return count_release(config).fullest_folder;
    if (format.keeps_shards) return shard_count(config);
    if (format.page_files == 0) return 0; // archives
    auto pages = image_pages(config, format.needs_masks);
    if (name == "nnunet") { // train and val are in one folder, which is flat
        pages[0] += pages[1];
        return std::max(pages[0], pages[2]);
    }
    const std::uint64_t most = *std::max_element(pages.begin(), pages.end()),
                        a_folder = config.release.pages_per_folder,
                        a_page = name == "wfdb" ? static_cast<std::uint64_t>(format.page_files) : 1;
    return a_folder == 0 ? a_page * most
                         : std::max(a_page * std::min(most, a_folder), most / a_folder);
}

std::vector<Warning> beyond_hub_limits(const Config& config, double a_shard) {
    std::vector<Warning> found;
    for (const std::string& format : config.release.formats) {
        const std::uint64_t files = count_files(config, format, k_usual_page_bytes),
                            in_one_folder = fullest_folder(config, format);
        const bool is_many = files > k_hub_files, is_flat = format == "nnunet",
                   is_shards = find_release_format(format).keeps_shards;
        if (is_many || in_one_folder > k_hub_in_folder)
            found.push_back(warning_of(
                format, concat(files, " files, up to ", in_one_folder, " in one folder"),
                concat(k_hub_files, " in a repository and ", k_hub_in_folder, " in a folder"),
                is_shards            ? "increase shard.pages"
                : is_many || is_flat ? "set release.formats: [webdataset]"
                                     : "set release.pages_per_folder: 500"));
        if (is_shards && a_shard > k_hub_file_bytes)
            found.push_back(warning_of(format, concat("files of about ", size_text(a_shard)),
                                       concat(size_text(k_hub_file_bytes), " in a file"),
                                       "reduce shard.pages"));
    }
    return found;
}

} // namespace ecgpress
