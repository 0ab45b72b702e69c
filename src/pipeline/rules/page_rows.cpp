#include "pipeline/rules/page_rows.hpp"

#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"

namespace ecgpress {

PageSelection PageRows::selection() const {
    PageSelection selection;
    selection.digitization = page.datasets.has(Dataset::digitization);
    selection.detection = page.datasets.has(Dataset::detection);
    for (const LeadsRow& lead : leads) {
        selection.segmentation.push_back(lead.is_in(crop_set_name(OverlapSet::none)));
        selection.overlap.push_back(lead.overlap());
    }
    return selection;
}

PageRowsReader::PageRowsReader(const std::filesystem::path& release, const TruthSettings& truth)
    : pages_(release), leads_(release) {
    if (truth.words) words_.emplace(release);
    if (truth.beats) beats_.emplace(release);
}

bool PageRowsReader::next(PageRows& rows) {
    if (!pages_.next(rows.page)) return false;
    leads_.take(rows.page.index, rows.leads);
    if (words_) words_->take(rows.page.index, rows.words);
    if (beats_) beats_->take(rows.page.index, rows.beats);
    return true;
}

void PageRowsReader::report_strays(const Report& report) const {
    const auto look = [&](const char* table, const auto& rows) {
        if (rows.stray())
            report(table, concat("a row of page ", rows.stray()->page,
                                 " is not at the place of its page"));
    };
    look(k_leads_table, leads_);
    if (words_) look(k_words_table, *words_);
    if (beats_) look(k_beats_table, *beats_);
}

} // namespace ecgpress
