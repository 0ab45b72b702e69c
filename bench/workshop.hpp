// A folder in which one build of the program is run and measured.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "commands.hpp"

namespace ecgpress::bench {

/// The pages of a measured run: one group of simulated records.
struct RunPages {
    std::string layout = "3x4";
    std::string datasets = "detection";
    std::string looks, artifacts;  ///< empty: one style, and no artifacts
    std::string style;             ///< keys of the style
    std::size_t pages_a_shard = 0; ///< 0: the program's default
};

/// 3x4 pages of 2200x1700 px with all labels, and without crops.
RunPages letter_pages(std::string looks = "", std::string artifacts = "");
/// The same pages with the layout 12x1.
RunPages dense_letter_pages();
/// 3x4 pages of the size of the published framework, with all files.
RunPages paper_pages();

/// Returns a folder in memory if it has enough free space, so that ranks do not wait for a disk.
std::filesystem::path place_in_memory();

/// A temporary folder for the runs of one build, removed by the destructor.
class Workshop {
  public:
    /// @param program  ecgpress of the build
    Workshop(std::filesystem::path program, const std::filesystem::path& place);
    ~Workshop();
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;

    std::filesystem::path run_folder() const { return folder_ / "run"; }
    /// The release of a format below the run folder.
    std::filesystem::path release(const std::string& format = "folder") const;
    std::filesystem::path copy() const { return folder_ / "copy"; }

    /// Generates the shards of a new run, in the place of the last one.
    Cost generate(const RunPages& pages, std::size_t count, int ranks = 1) const;
    /// The same pages in `parts` runs of independent processes at the same time.
    Cost generate_apart(const RunPages& pages, std::size_t count, int parts) const;
    /// Merges the last run's shards, in the place of an earlier release of the format.
    Cost merge(const std::string& format = "folder") const;
    Cost verify_release() const;
    /// The CPU time in s that `plan` states for a run without its start.
    double planned_s(const RunPages& pages, std::size_t count) const;
    /// CPU time in s of the last run, from its speed file: composing, drawing, artifacts, JPEG,
    /// labels and truth.
    double page_stages_s() const;
    /// Runs any command.
    Cost run(const std::vector<std::string>& words) const;

  private:
    std::vector<std::string> generate_words(const RunPages& pages, std::size_t count, int ranks,
                                            const std::string& name) const;

    std::filesystem::path program_, folder_;
};

} // namespace ecgpress::bench
