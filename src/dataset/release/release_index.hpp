// A release's tables, written row by row in flat memory: manifest.csv, leads.csv and
// metadata.jsonl, with the counts of what they hold.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "dataset/release/release_writer.hpp"

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

enum class ColumnType { whole, real, text };

/// A column of a table.
struct TableColumn {
    const char* name;
    ColumnType type;
};

const std::vector<TableColumn>& manifest_columns();
const std::vector<TableColumn>& lead_columns(); ///< of leads.csv

class ReleaseIndex {
  public:
    /// @throws IoError
    explicit ReleaseIndex(const fs::path& folder);
    ~ReleaseIndex();

    /// Pages come in order. @param image  where the page's image lies in the release; empty: in no
    /// file of its own @throws IoError (a full disk)
    void add(const IndexedPage& page, const std::string& image);
    /// Closes the tables; manifest.csv once more as manifest.csv.zst. @throws IoError
    std::vector<WrittenFile> finish();

    const ReleaseTally& tally() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
