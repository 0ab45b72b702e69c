#include "pipeline/advice/release_counts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

std::uint64_t capped(std::uint64_t count, const std::optional<std::uint64_t>& cap) {
    return cap ? std::min(count, *cap) : count;
}

std::uint64_t files_of(const PlannedCounts& counts, const PageGroup& group, bool trace_truth) {
    const double leads_a_page =
        static_cast<double>(counts.leads) / static_cast<double>(counts.pages);
    const auto signals = static_cast<std::uint64_t>(
        std::llround(leads_a_page * static_cast<double>(counts.digitization)));
    std::uint64_t crop_files = 0, page_masks = 0;
    for (const LeadItemType& item : k_lead_items) crop_files += is_stored(item, group.mask) ? 1 : 0;
    for (const PageItemType& item : k_page_items)
        page_masks += is_stored_mask(item, group.mask) ? 1 : 0;
    // Detection: image and label. Digitization: image and one signal per lead.
    return 2 * counts.detection + counts.digitization + signals +
           crop_files * (counts.segmentation + counts.overlap) +
           ((trace_truth ? 1 : 0) + page_masks) * counts.kept_pages;
}

/// Entries of the largest folder if `all` items are split into folders of `most_in_one`. A parent
/// folder has one entry per folder.
std::uint64_t fullest(std::uint64_t all, std::uint64_t most_in_one) {
    if (most_in_one == 0) return all;
    return std::max(std::min(all, most_in_one), all / most_in_one);
}

/// Tables in splits/: one for each dataset and split that has pages.
std::uint64_t split_tables(const Config& config) {
    std::set<std::pair<std::size_t, std::size_t>> tables;
    for (const PageGroup& group : config.pages)
        for (const auto& counts : group.counts)
            for (std::size_t split = 0; split < k_split_count; ++split)
                for (std::size_t dataset = 0; dataset < k_dataset_count; ++dataset)
                    if (counts[split] > 0 && group.datasets.has(static_cast<Dataset>(dataset)))
                        tables.emplace(dataset, split);
    return tables.size();
}

} // namespace

PlannedCounts count_release(const Config& config, const PageGroup& group) {
    PlannedCounts counts;
    for (std::size_t i = 0; i < group.layouts.size(); ++i) {
        const std::uint64_t pages =
            group.pages_a_sheet() *
            std::accumulate(group.counts[i].begin(), group.counts[i].end(), std::uint64_t{0});
        counts.pages += pages;
        counts.leads += pages * leads_a_page(config.layouts, group, i);
    }
    if (counts.pages == 0) return counts;
    const Caps& caps = group.caps;
    double share = 0;
    if (group.datasets.has(Dataset::digitization))
        counts.digitization = capped(counts.pages, caps.digitization);
    if (group.datasets.has(Dataset::detection))
        counts.detection = capped(counts.pages, caps.detection);
    if (group.datasets.has(Dataset::segmentation))
        counts.segmentation = capped(counts.leads, caps.segmentation);
    if (group.datasets.has(Dataset::overlap)) {
        counts.overlap = counts.leads;
        if (caps.with_overlap && caps.without_overlap)
            counts.overlap = std::min(counts.leads, *caps.with_overlap + *caps.without_overlap);
    }
    for (const auto kept : {&PlannedCounts::digitization, &PlannedCounts::detection})
        share = std::max(share, counts.share(kept, &PlannedCounts::pages));
    for (const auto kept : {&PlannedCounts::segmentation, &PlannedCounts::overlap})
        share = std::max(share, counts.share(kept, &PlannedCounts::leads));
    counts.kept_pages =
        static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(counts.pages)));
    counts.image_pages = std::max(counts.digitization, counts.detection);
    // A cap takes crops from the datasets, not masks from the pages.
    if (group.datasets.has(Dataset::segmentation) || group.datasets.has(Dataset::overlap))
        counts.mask_pages = counts.image_pages;
    counts.files = files_of(counts, group, config.release.trace_truth);
    return counts;
}

PlannedCounts count_release(const Config& config) {
    PlannedCounts all;
    std::uint64_t most_leads = 0;
    for (const PageGroup& group : config.pages) {
        const PlannedCounts own = count_release(config, group);
        for (const auto member :
             {&PlannedCounts::pages, &PlannedCounts::leads, &PlannedCounts::kept_pages,
              &PlannedCounts::digitization, &PlannedCounts::detection, &PlannedCounts::segmentation,
              &PlannedCounts::overlap, &PlannedCounts::image_pages, &PlannedCounts::mask_pages,
              &PlannedCounts::files})
            all.*member += own.*member;
        for (std::size_t i = 0; i < group.layouts.size(); ++i)
            most_leads = std::max(most_leads, leads_a_page(config.layouts, group, i));
    }
    const std::uint64_t pages = config.release.pages_per_folder;
    all.fullest_folder = std::max({fullest(all.digitization, pages), fullest(all.detection, pages),
                                   fullest(config.release.trace_truth ? all.kept_pages : 0, pages),
                                   fullest(all.segmentation, pages * most_leads),
                                   fullest(all.overlap, pages * most_leads)});
    // With page images: metadata.jsonl. With detection: data.yaml and three lists.
    all.files += release_texts(config) + split_tables(config) +
                 (all.detection + all.digitization > 0 ? 1 : 0) + (all.detection > 0 ? 4 : 0);
    return all;
}

std::uint64_t release_texts(const Config& config) {
    return std::size(k_every_release) + truth_tables(config.release.truth).size() + 1;
}

bool has_pages(const ReleaseFormat& format, const PlannedCounts& counts) {
    if (format.page_files > 0)
        return (format.needs_masks ? counts.mask_pages : counts.image_pages) > 0;
    // `folder` and formats that keep shards have every drawn page.
    return format.page_bytes == nullptr || counts.kept_pages > 0;
}

} // namespace ecgpress
