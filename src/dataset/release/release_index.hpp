// A release's tables, written row by row in flat memory: manifest.csv, leads.csv and
// metadata.jsonl, with the counts of what they hold.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

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
