#include "pipeline/verify/verify_tables.hpp"

#include "core/strings.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

void TablesCheck::add(const ReleasePage& page) {
    const ManifestRow& row = page.row;
    if (found_.pages > 0 && row.index <= last_page_)
        problems_.add("manifest.csv", concat("page ", row.index, " is out of order or duplicated"));
    last_page_ = row.index;
    ++found_.pages;
    if (row.leads != page.leads.size())
        problems_.add("leads.csv", concat("number of leads of page ", row.index,
                                          " differs from manifest.csv: ", page.leads.size(),
                                          " instead of ", row.leads));
    add_split(row);
    if (row.datasets.has(Dataset::digitization)) ++found_.digitization;
    if (row.datasets.has(Dataset::detection)) {
        ++found_.detection;
        const std::string path = tables_.paths().detection_image(row.index, row.name);
        lists_[static_cast<std::size_t>(row.split)].update(
            concat("./", path.substr(path.find('/') + 1), "\n"));
    }
    for (const LeadsRow& lead : page.leads) add_lead(lead);
}

void TablesCheck::add_split(const ManifestRow& page) {
    const auto [known, is_new] = split_of_patient_.emplace(page.patient, page.split);
    if (!is_new && known->second != page.split)
        problems_.add("manifest.csv",
                      concat("patient ", page.patient, " is in ", name_of(known->second),
                             " and in ", name_of(page.split)));
}

void TablesCheck::add_lead(const LeadsRow& lead) {
    if (lead.lost_samples > 0) lost_.add(lead.name, lost_text(lead));
    const OverlapSet overlap = lead.overlap();
    found_.segmentation += lead.is_in(crop_set_name(OverlapSet::none)) ? 1 : 0;
    found_.with_overlap += overlap == OverlapSet::with_overlap ? 1 : 0;
    found_.without_overlap += overlap == OverlapSet::without_overlap ? 1 : 0;
}

void TablesCheck::compare_counts() {
    const ItemCounts& listed = tables_.counts();
    compare("pages", found_.pages, listed.pages);
    for (const CountedItems& items : k_counted_items)
        compare(items.name, found_.*items.count, listed.*items.count);
}

void TablesCheck::compare_lists(ListedFiles& files) {
    if (found_.detection == 0) return;
    for (const Split split : {Split::train, Split::val, Split::test}) {
        const std::string path = concat("detection-dataset/", name_of(split), ".txt");
        const std::string* list = files.read(path);
        if (list != nullptr && sha256_of(*list) != lists_[static_cast<std::size_t>(split)].finish())
            problems_.add(path, concat("does not list the pages that are in ", name_of(split),
                                       " in manifest.csv"));
    }
}

void TablesCheck::compare(const char* what, std::uint64_t found, std::uint64_t listed) {
    if (found != listed)
        problems_.add("logs.json",
                      concat("lists ", listed, " items of ", what, ", the tables have ", found));
}

} // namespace ecgpress
