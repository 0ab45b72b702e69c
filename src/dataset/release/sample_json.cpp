#include "dataset/release/sample_json.hpp"

#include <vector>

#include "core/strings.hpp"
#include "dataset/release/json_columns.hpp"
#include "dataset/release/release_paths.hpp"

namespace ecgpress {

namespace {

// Size of 60 numbers of at most 24 characters and of all texts without their letters, with their
// names, and of a character of a text as \u0000.
constexpr std::uint64_t k_most_facts = 4096, k_most_letter = 6;

/// Members about the page in the sample of a crop.
std::string crop_page_facts(const PageRow& row) {
    static const std::vector<std::string> columns{
        "record",         "patient", "split",  "group",     "layout",
        "rows",           "columns", "dpi",    "px_per_mm", "paper_speed_mm_per_s",
        "gain_mm_per_mv", "rate_hz", "preset", "look",      "sheet"};
    return concat(json_members(row, columns), ",", json_facts(row));
}

/// All columns of a page except checksums and datasets, which have another form here.
std::string page_facts(const PageRow& row) {
    static const std::vector<std::string> columns = [] {
        std::vector<std::string> names;
        for (const Column<PageRow>& column : page_columns())
            if (!column.is_crc32() && column.name != "datasets") names.push_back(column.name);
        return names;
    }();
    return json_members(row, columns);
}

std::string lead_facts(const LeadRow& lead) {
    static const std::vector<std::string> columns{"lead",
                                                  "number",
                                                  "rhythm",
                                                  "inverted",
                                                  "start_s",
                                                  "first_sample",
                                                  "sample_count",
                                                  "lost_samples",
                                                  "first_x_px",
                                                  "baseline_y_px",
                                                  "px_per_s",
                                                  "px_per_mv",
                                                  "line_width_px",
                                                  "mask_line_width_px",
                                                  "mask_columns_per_px",
                                                  "box_px",
                                                  "visible_box_px",
                                                  "name_box_px",
                                                  "crop_px",
                                                  "visible_fraction",
                                                  "target_ink_px",
                                                  "other_ink_px"};
    return json_members(lead, columns);
}

/// `["digitization","detection"]`
std::string list_of(const std::vector<std::string>& names) {
    std::vector<std::string> quoted;
    for (const std::string& name : names) quoted.push_back(json_string(name));
    return "[" + join(quoted, ",") + "]";
}

std::uint64_t letters_of(const PageRow& row) {
    std::uint64_t letters = 0;
    for (const Column<PageRow>& column : page_columns())
        if (const auto* text = std::get_if<std::string PageRow::*>(&column.member))
            letters += (row.**text).size();
    return letters;
}

} // namespace

std::string page_json(const Sample& sample, const PageSelection& selection) {
    const PageRow& row = sample.row;
    std::vector<std::string> datasets, leads;
    if (selection.digitization) datasets.push_back(name_of(Dataset::digitization));
    if (selection.detection) datasets.push_back(name_of(Dataset::detection));
    for (const LeadSample& lead : sample.leads)
        leads.push_back(concat("{\"name\":", json_string(lead_name(row, lead.row)), ",",
                               lead_facts(lead.row), ",\"signal_mv\":", lead.signal_json, "}"));
    return concat("{\"name\":", json_string(page_name(row)), ",", page_facts(row),
                  ",\"datasets\":", list_of(datasets), ",\"leads\":[", join(leads, ","),
                  "],\"plan\":", sample.plan_json.empty() ? "null" : sample.plan_json, "}\n");
}

std::string crop_json(const Sample& sample, std::size_t i, const PageSelection& selection) {
    const PageRow& row = sample.row;
    const LeadSample& lead = sample.leads[i];
    std::vector<std::string> datasets;
    if (selection.segmentation[i]) datasets.push_back(crop_set_name(OverlapSet::none));
    if (selection.overlap[i] != OverlapSet::none)
        datasets.push_back(crop_set_name(selection.overlap[i]));
    return concat("{\"name\":", json_string(lead_name(row, lead.row)), ",\"page\":", row.index,
                  ",\"page_name\":", json_string(page_name(row)), ",", crop_page_facts(row), ",",
                  lead_facts(lead.row),
                  ",\"overlap_ratio\":", json_number(lead.row.overlap_ratio()),
                  ",\"datasets\":", list_of(datasets), ",\"signal_mv\":", lead.signal_json, "}\n");
}

std::uint64_t longest_page_json(const PageRow& row, std::size_t leads, const StoredSizes& stored) {
    return stored.plan + stored.signals + (leads + 1) * k_most_facts +
           k_most_letter * letters_of(row);
}

std::uint64_t longest_crop_facts(const PageRow& row) {
    return 2 * k_most_facts + k_most_letter * letters_of(row);
}

} // namespace ecgpress
