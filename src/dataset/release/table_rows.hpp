// The rows and columns of a release's tables, manifest.csv and leads.csv.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"
#include "dataset/shard/columns.hpp"

namespace ecgpress {

/// A row of manifest.csv. Its `datasets` are those that the page is in, after all caps.
struct ManifestRow : PageRow {
    std::string name; ///< "12_3by4"
    std::uint64_t leads = 0;
};

/// A row of leads.csv.
struct LeadsRow : LeadRow {
    std::uint64_t page = 0;
    std::string name; ///< "12_3by4_lead_8"
    Split split = Split::train;
    std::string record;
    double ratio = 0;     ///< overlap_ratio()
    std::string datasets; ///< that it is in, after all caps, joined by ';'

    bool is_in(const char* dataset) const;
    OverlapSet overlap() const;
};

/// What manifest.csv says of a page.
ManifestRow manifest_row(const PageRow& page, std::size_t leads, DatasetSet datasets);
/// What leads.csv says of one of its leads.
LeadsRow leads_row(const PageRow& page, const LeadRow& lead, const PageSelection& selection,
                   std::size_t i);

/// Is a lead's crop in segmentation/? A lead without ink on the page has none.
bool in_segmentation(const PageSelection& selection, const LeadRow& lead, std::size_t i);
/// The half of the overlap dataset that a lead's crop is in.
OverlapSet overlap_set(const PageSelection& selection, const LeadRow& lead, std::size_t i);

/// The columns in the order of the files. A rectangle and the oracle's values are several fields.
const std::vector<Column<ManifestRow>>& manifest_columns();
const std::vector<Column<LeadsRow>>& leads_columns();

template <> inline const std::vector<Column<ManifestRow>>& columns_of() {
    return manifest_columns();
}
template <> inline const std::vector<Column<LeadsRow>>& columns_of() {
    return leads_columns();
}

} // namespace ecgpress
