// A release's tables, written row by row in constant memory: manifest.csv, leads.csv, if
// requested words.csv and beats.csv, and those of its format (metadata.jsonl), with the counts of
// their items.
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
    explicit ReleaseIndex(const fs::path& folder, const ReleaseSettings& settings = {});
    ~ReleaseIndex();

    /// Adds the next page, in page order. @param writer  of the release's format
    /// @throws IoError, for example on a full disk
    void add(const IndexedPage& page, const ReleaseWriter& writer);
    /// Closes the tables and compresses manifest.csv to manifest.csv.zst. @throws IoError
    std::vector<WrittenFile> finish();

    const ReleaseTally& tally() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
