// Compares parts of a release with what a merge of the run's shards would write: one object on each
// rank.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/run_folder.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/expected/file_comparison.hpp"
#include "pipeline/merge/merge_index.hpp"
#include "pipeline/merge/merge_inputs.hpp"

namespace ecgpress {

/// A part after it was compared.
struct ComparedPart {
    std::size_t number = 0;           ///< in the list of parts
    std::uint64_t begin = 0, end = 0; ///< of its lines in SHA256SUMS
    std::uint64_t files = 0;
    bool is_found = false;  ///< its lines begin in SHA256SUMS
    bool is_written = true; ///< false if a shard could not be read
    std::string pixels;     ///< leaves of the page pixel digest, one line "split leaf" per page

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.number, self.begin, self.end, self.files, self.is_found,
                        self.is_written, self.pixels);
    }
};

class PartComparison {
  public:
    /// @param place  an empty folder, into which each part is written, page by page
    PartComparison(const MergeInputs& inputs, const RunFolder& run, const ReleaseFormat& format,
                   std::filesystem::path place, ProblemList& problems);

    /// Parts must be compared in ascending order. Errors of this part's shards are problems.
    /// @throws OutputError if the part cannot be written to `place`
    ComparedPart compare(const MergePart& part, std::size_t number);

  private:
    void report_failure(const MergePart& part, const std::exception& error);
    void write(const MergePart& part);
    void compare_files(const std::vector<WrittenFile>& files);
    void compare_shard(const std::filesystem::path& shard);
    bool find_start(const std::string& path);
    void remove_folders() const;

    const MergeInputs& inputs_;
    const RunFolder& run_;
    const ReleaseFormat& format_;
    std::filesystem::path release_, place_;
    ProblemList& problems_;
    FileComparison files_;
    SumsWalk sums_;
    ComparedPart current_;
    /// Files before the first one of a part that is in SHA256SUMS: of this part, of all parts.
    int not_found_ = 0, all_not_found_ = 0;
};

} // namespace ecgpress
