// Index of a merge: one pass over the tables of all shards that writes the release's tables and
// assigns pages to parts.
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/release/run_folder.hpp"
#include "pipeline/merge/merge_inputs.hpp"

namespace ecgpress {

/// A part of the release, with the data that a rank needs to write it.
struct MergePart {
    PartKey key;
    std::uint64_t first_page = 0, last_page = 0; ///< pages in between may belong to other parts
    std::string selector_state;                  ///< Selector::state() before first_page
    std::uint64_t pages = 0;                     ///< number of pages in the part

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.key.split, self.key.number, self.first_page, self.last_page,
                        self.selector_state, self.pages);
    }
};

/// Pages per part, unless the format defines its own parts. With `release.pages_per_folder`: the
/// smallest multiple of it that is at least a shard, so that no two ranks write into the same
/// folder. Otherwise: the pages of a shard.
std::uint64_t pages_a_part(const Config& config, const ReleaseFormat& format);

/// Index of a release in progress. Complete on rank 0 only; the other ranks have only `parts`.
struct MergeIndex {
    std::unique_ptr<ReleaseWriter> writer;
    std::unique_ptr<ReleaseIndex> tables;
    std::vector<MergePart> parts; ///< ordered by key
    std::vector<Failure> failures;
    std::uint64_t pages = 0;
    const ReleaseFormat* format = nullptr;
    ReleaseSettings settings{};

    FormatCard card() const { return format->card(tables->tally(), settings); }
};

/// Writes nothing. @throws DataError with a list of the shards that are missing, corrupt or of a
/// different run
void require_all_shards(const MergeInputs& inputs, const RunFolder& folder);

/// Reads the table rows of all pages in order. All shards must be complete (require_all_shards()).
/// Memory does not grow with the number of pages, except for the list of parts.
/// @param release  the folder to write the tables into
/// @throws DataError with a list of the caps that cannot be reached
MergeIndex index_release(const MergeInputs& inputs, const RunFolder& run,
                         const ReleaseFormat& format, const fs::path& release);

} // namespace ecgpress
