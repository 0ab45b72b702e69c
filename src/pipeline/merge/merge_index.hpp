// What a merge has to do: one walk over all shards' tables that writes the release's tables and
// says which pages each part has.
#pragma once

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// A part of the release and what a rank must know to write it.
struct MergePart {
    PartKey key;
    std::uint64_t first_page = 0, last_page = 0; ///< pages between may be of other parts
    std::string selector_state;                  ///< before first_page
    std::uint64_t pages = 0;                     ///< that are in it

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.key.split, self.key.number, self.first_page, self.last_page,
                        self.selector_state, self.pages);
    }
};

/// How many pages go into one part, unless the format makes parts of its own: whole folders of the
/// release, so that two ranks never write into one of them, and whole shards if these are larger;
/// of a release in one flat folder, a shard.
std::uint64_t pages_a_part(const Config& config, const ReleaseFormat& format);

/// The whole of a release in work, on rank 0.
struct MergeIndex {
    std::unique_ptr<ReleaseWriter> writer;
    std::unique_ptr<ReleaseIndex> tables;
    std::vector<MergePart> parts; ///< in the order of their keys
    std::vector<Failure> failures;
    std::uint64_t pages = 0;
};

/// Walks over all pages of the run in order, in flat memory.
/// @throws DataError naming every shard that is missing, damaged or of another run; or the caps
/// that cannot be filled
MergeIndex index_release(const RunInputs& inputs, const RunFolder& folder,
                         const ReleaseFormat& format);

} // namespace ecgpress
