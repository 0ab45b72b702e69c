// A release's tables, written row by row in flat memory: manifest.csv, leads.csv and the lists of
// detection pages, with the counts of what they hold.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "dataset/release_paths.hpp"
#include "dataset/release_writer.hpp"

namespace ecgpress {

/// How much a release holds: pages, and the items of each dataset (pages or crops).
struct ItemCounts {
    std::uint64_t pages = 0, digitization = 0, detection = 0, segmentation = 0, with_overlap = 0,
                  without_overlap = 0;

    void add(const ItemCounts& other);
};

struct ReleaseTally {
    std::array<ItemCounts, k_split_count> splits; ///< by index of Split

    const ItemCounts& of(Split split) const { return splits[static_cast<std::size_t>(split)]; }
    ItemCounts total() const;
};

class ReleaseIndex {
  public:
    /// @throws IoError
    ReleaseIndex(const fs::path& folder, const ReleasePaths& paths);
    ~ReleaseIndex();

    /// Pages come in order. @throws IoError (a full disk)
    void add(const PageRow& page, const std::vector<LeadRow>& leads,
             const PageSelection& selection);
    /// Closes the tables. @throws IoError
    std::vector<WrittenFile> finish();

    const ReleaseTally& tally() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
