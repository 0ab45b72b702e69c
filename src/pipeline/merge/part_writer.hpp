// Writes parts of a release: one object on each rank.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "pipeline/merge/merge_index.hpp"
#include "pipeline/merge/merge_inputs.hpp"
#include "pipeline/merge/selection.hpp"

namespace ecgpress {

/// Calls of a PartWriter to the caller of write().
struct PartWatch {
    std::function<void(std::size_t shard)> begin_shard;
    std::function<void(const std::vector<WrittenFile>& files)>
        written;                    ///< and notes, since the last call
    std::function<void()> end_page; ///< of the part
    std::function<bool()> stopping;
};

class PartWriter {
  public:
    /// @param release  the folder to write into
    PartWriter(const MergeInputs& inputs, const RunFolder& run, const ReleaseFormat& format,
               const fs::path& release, PartWatch watch);

    /// Writes a part's files. @return the leaves of its page pixel digest, one line "split leaf"
    /// per page, if `release.pixel_digest` is set; no value if it was stopped before the end
    /// @throws DataError naming a shard that cannot be read, IoError
    std::optional<std::string> write(const MergePart& part);

    /// Writes the shard that is a part, in formats that keep shards as they are. @throws IoError
    std::vector<WrittenFile> write_shard(const MergePart& part);

    /// The shard that is a part, in formats that keep shards as they are.
    fs::path shard_of(const MergePart& part) const;

  private:
    /// Writes the part's pages of one shard.
    void write_pages(std::size_t shard, const MergePart& part, Selector& selector);
    void write_page(const ShardReader& shard, std::size_t i, const PageSelection& selection);

    const MergeInputs& inputs_;
    const RunFolder& run_;
    const ReleaseFormat& format_;
    PartWatch watch_;
    std::unique_ptr<ReleaseWriter> writer_;
    std::string pixels_; ///< of the current part
    /// Pages of the current part not yet counted. The part's page range may also contain pages
    /// that the format does not store.
    std::uint64_t pages_left_ = 0;
};

} // namespace ecgpress
