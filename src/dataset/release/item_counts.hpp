// Number of pages of a release, and of items of each of its datasets.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "core/lead.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

struct ItemCounts {
    std::uint64_t pages = 0;
    std::uint64_t digitization = 0, detection = 0;                         ///< pages
    std::uint64_t segmentation = 0, with_overlap = 0, without_overlap = 0; ///< crops

    void add(const ItemCounts& other);
};

/// A type of items that are counted. Its name is a key of logs.json.
struct CountedItems {
    const char* name;
    std::uint64_t ItemCounts::*count;
};
constexpr CountedItems k_counted_items[] = {
    {"digitization", &ItemCounts::digitization},       {"detection", &ItemCounts::detection},
    {"segmentation", &ItemCounts::segmentation},       {"with-overlap", &ItemCounts::with_overlap},
    {"without-overlap", &ItemCounts::without_overlap},
};

using PagesBySplit = std::array<std::uint64_t, k_split_count>;

struct ReleaseTally {
    std::array<ItemCounts, k_split_count> splits; ///< Indexed by Split.
    /// Pages of each class (main_classes_of), by split. A record of several classes counts for each
    /// of them, one without a class for "".
    std::map<std::string, PagesBySplit> classes;
    std::uint64_t left_out = 0; ///< Pages that are in no dataset.

    /// Adds a page with its items.
    void add(const PageRow& page, const ItemCounts& counts);

    const ItemCounts& of(Split split) const { return splits[static_cast<std::size_t>(split)]; }
    ItemCounts total() const;
};

} // namespace ecgpress
