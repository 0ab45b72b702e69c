#include "pipeline/rules/page_rows.hpp"

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

PageRowsReader::PageRowsReader(const std::filesystem::path& release)
    : pages_(release), leads_(release) {
    read_lead();
}

bool PageRowsReader::next(PageRows& rows) {
    if (!pages_.next(rows.page)) return false;
    rows.leads.clear();
    for (; lead_ && lead_->page == rows.page.index; read_lead()) rows.leads.push_back(*lead_);
    return true;
}

void PageRowsReader::read_lead() {
    LeadsRow lead;
    if (leads_.next(lead))
        lead_ = std::move(lead);
    else
        lead_.reset();
}

} // namespace ecgpress
