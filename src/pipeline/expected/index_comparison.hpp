// Compares the files about a whole release (tables, lists, card) with what a merge of the run's
// shards would write. On rank 0 only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "pipeline/expected/file_comparison.hpp"
#include "pipeline/expected/part_comparison.hpp"
#include "pipeline/merge/merge_index.hpp"
#include "pipeline/merge/merge_inputs.hpp"

namespace ecgpress {

class IndexComparison {
  public:
    /// Reads the tables of all shards. @param place  an empty folder
    /// @throws DataError if a shard is missing, corrupt or of a different run, IoError
    IndexComparison(const MergeInputs& inputs, const RunFolder& run, const ReleaseFormat& format,
                    std::filesystem::path place, ProblemList& problems,
                    std::vector<std::string>& not_checked);

    const std::vector<MergePart>& parts() const { return index_.parts; }

    /// @param parts  those that were compared, in order
    /// @param notes_are_whole  what all parts left in release_notes() is in that of `place`
    void compare(const std::vector<ComparedPart>& parts, bool notes_are_whole);

  private:
    bool are_all(const std::vector<ComparedPart>& parts) const;
    void compare_head(bool notes_are_whole);
    std::optional<std::uint64_t> compare_gaps(const std::vector<ComparedPart>& parts);
    void compare_tail(const std::vector<ComparedPart>& parts, std::optional<std::uint64_t> begin);
    std::string pixels_root(const std::vector<ComparedPart>& parts) const;

    const MergeInputs& inputs_;
    const ReleaseFormat& format_;
    std::filesystem::path release_, place_;
    std::vector<std::string>& not_checked_;
    FileComparison files_;
    SumsWalk sums_;
    MergeIndex index_;
    std::uint64_t head_end_ = 0; ///< end of the head's lines in SHA256SUMS
};

} // namespace ecgpress
