#include "pipeline/verify/page_rules.hpp"

#include <optional>

#include "core/strings.hpp"
#include "dataset/release/release_digest.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/compare/folder_page.hpp"

namespace ecgpress {

void PageRules::check(const ReleasePage& page, PageChecks which) {
    const PageRows rows{page.row, page.leads};
    const Report report = [this](const std::string& file, const std::string& what) {
        problem(file, what);
    };
    const auto read = [this](const std::string& path, const StatedChecksum& stated) {
        const std::string* content = files_.read(path, stated);
        return content == nullptr ? std::nullopt : std::optional<std::string>(*content);
    };
    const PageFiles files =
        folder_page(rows, stated_, tables_.paths(), tables_.has_trace_truth(), read, report);
    const PageSelection selection = rows.selection();
    for (std::size_t i = 0; i < rows.leads.size(); ++i)
        findings_.crops += (selection.segmentation[i] ? 1U : 0U) +
                           (selection.overlap[i] != OverlapSet::none ? 1U : 0U);
    const ReadPage found = check_page_files(files, rows, stated_, which, report);
    note_pixels(page.row, found.image);
    if (settings_.oracle && found.has_truth) consult_oracle(found, files.truth.path);
}

/// Images that cannot be decoded are already reported.
void PageRules::note_pixels(const ManifestRow& page, const Image& image) {
    if (notes_pixels_ && !image.pixels.empty())
        pixels_.push_back(concat(page.index, ' ', name_of(page.split), ' ', pixel_leaf(image)));
}

void PageRules::consult_oracle(const ReadPage& page, const std::string& file) {
    const OracleScores scores = oracle_scores(page);
    findings_.problems.add(file, under_floor(scores, tables_.oracle_floors_db()));
    findings_.oracle.add(scores);
}

} // namespace ecgpress
