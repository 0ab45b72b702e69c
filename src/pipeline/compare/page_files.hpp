// The files of one page as some formats store them, and their comparison with the tables and with
// each other. Files that a format does not have are empty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/image.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// A file and its path for messages.
struct NamedFile {
    std::string path, text;
    bool empty() const { return text.empty(); }
    Bytes bytes() const { return {text.begin(), text.end()}; }
};

struct LeadFiles {
    std::vector<NamedFile> signals; ///< the same signal in several datasets
    NamedFile crop, mask_png, mask_visible;
};

struct PageFiles {
    NamedFile image;
    std::vector<NamedFile> labels; ///< YOLO label files of traces and names
    NamedFile truth, mask_overlap;
    std::vector<LeadFiles> leads;
};

/// Compares everything that is there: labels with the rows, signals with each other, truth with
/// rows and signals, boxes with positions or ink, crops with the page, masks with positions, counts
/// and each other.
void check_page_files(const PageFiles& files, const PageRows& rows, const ComparedRelease& release);

} // namespace ecgpress
