// The files of one page as shards and some formats store them, their rules, and their comparison
// with the tables and with each other. Files that a format does not have are empty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

/// A file and its path for messages.
struct NamedFile {
    std::string path, text;
    bool empty() const { return text.empty(); }
    Bytes bytes() const { return {text.begin(), text.end()}; }
};

struct LeadFiles {
    std::vector<NamedFile> signals; ///< the same signal in several datasets
    NamedFile crop, mask_png, mask_bmp, mask_visible;
};

struct PageFiles {
    NamedFile image;
    std::vector<NamedFile> labels; ///< YOLO label files of traces and names
    NamedFile truth, mask_overlap, mask_semantic, mask_soft;
    /// The trace truth of a shard, which has no file of it. `truth` has its name.
    std::optional<PageTruth> stored_truth;
    std::vector<LeadFiles> leads;
};

/// What was read of the files. Images are empty if there are none, or if they are not valid.
struct ReadPage {
    Image image;
    bool has_truth = false;
    std::vector<OracleLead> leads; ///< in the order of the rows
};

/// How well the signals can be read back from what was read, over the leads whose signal is known.
OracleScores oracle_scores(const ReadPage& page);

/// Which checks are made: the rules of each file, and signals against trace truth; or all.
enum class PageChecks { rules, all };

/// Checks everything that is there. Each file is read once.
///
/// Rules: images can be decoded and have their sizes, labels and signals their form, masks their
/// amount of ink. Comparisons: labels with the rows, signals with each other, truth with
/// rows and signals, boxes with positions or ink, crops with the page, masks with positions, counts
/// and each other.
ReadPage check_page_files(const PageFiles& files, const PageRows& rows, const StatedConfig& stated,
                          PageChecks which, const Report& report);

} // namespace ecgpress
