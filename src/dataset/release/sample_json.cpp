#include "dataset/release/sample_json.hpp"

#include "codec/json.hpp"
#include "core/text.hpp"
#include "dataset/release/release_paths.hpp"

namespace ecgpress {

namespace {

// What 60 numbers of at most 24 letters take with their names, and a letter of a text as \u0000.
constexpr std::uint64_t k_most_facts = 3072, k_most_letter = 6;

Json box_of(const RectPx& box) {
    if (box.empty()) return nullptr;
    return {box.x0_px, box.y0_px, box.x1_px, box.y1_px};
}

Json box_of(const PixelRect& rect) {
    if (rect.empty()) return nullptr;
    return {rect.x, rect.y, rect.width, rect.height};
}

/// What a sample says of its page, be it a page or a crop.
Json page_facts(const PageRow& row) {
    return {{"record", row.record},
            {"patient", row.patient},
            {"split", name_of(row.split)},
            {"group", row.group},
            {"layout", row.layout},
            {"rows", row.rows},
            {"columns", row.columns},
            {"dpi", row.dpi},
            {"px_per_mm", row.px_per_mm},
            {"paper_speed_mm_per_s", row.paper_speed_mm_per_s},
            {"gain_mm_per_mv", row.gain_mm_per_mv},
            {"rate_hz", row.rate_hz},
            {"preset", row.preset},
            {"look", row.look},
            {"sheet", row.sheet}};
}

Json lead_facts(const LeadRow& lead) {
    return {{"lead", name_of(lead.lead)},
            {"number", lead.number},
            {"rhythm", lead.rhythm},
            {"inverted", lead.inverted},
            {"start_s", lead.start_s},
            {"first_sample", lead.first_sample},
            {"sample_count", lead.sample_count},
            {"first_x_px", lead.first_x_px},
            {"baseline_y_px", lead.baseline_y_px},
            {"px_per_s", lead.px_per_s},
            {"px_per_mv", lead.px_per_mv},
            {"line_width_px", lead.line_width_px},
            {"mask_line_width_px", lead.mask_line_width_px},
            {"mask_columns_per_px", lead.mask_columns_per_px},
            {"box_px", box_of(lead.box_px)},
            {"visible_box_px", box_of(lead.visible_box_px)},
            {"name_box_px", box_of(lead.name_box_px)},
            {"crop_px", box_of(lead.crop_px)},
            {"visible_fraction", lead.visible_fraction},
            {"target_ink_px", lead.target_ink_px},
            {"other_ink_px", lead.other_ink_px}};
}

/// A record's name comes from outside and need not be UTF-8.
std::string text_of(const Json& json) {
    return json.dump();
}

/// An object with one member more, whose value is JSON already.
std::string with_member(const Json& object, const char* name, const std::string& value) {
    std::string text = text_of(object);
    text.pop_back();
    return concat(text, ",\"", name, "\":", value, "}");
}

std::uint64_t letters_of(const PageRow& row) {
    std::uint64_t letters = 0;
    for (const std::string* text :
         {&row.record, &row.patient, &row.group, &row.layout, &row.preset, &row.look})
        letters += text->size();
    return letters;
}

} // namespace

std::string page_json(const Sample& sample, const PageSelection& selection) {
    const PageRow& row = sample.row;
    Json page{{"name", page_name(row)}, {"index", row.index}};
    page.update(page_facts(row));
    page.update({{"width_px", row.width_px},
                 {"height_px", row.height_px},
                 {"page_width_mm", row.page_width_mm},
                 {"page_height_mm", row.page_height_mm},
                 {"gap_samples", row.gap_samples},
                 {"seed", row.seed}});
    page["oracle_db"] = row.oracle.db;
    page["datasets"] = Json::array();
    if (selection.digitization) page["datasets"].push_back(name_of(Dataset::digitization));
    if (selection.detection) page["datasets"].push_back(name_of(Dataset::detection));
    std::string leads;
    for (const LeadSample& lead : sample.leads) {
        if (!leads.empty()) leads += ',';
        Json facts{{"name", lead_name(row, lead.row)}};
        facts.update(lead_facts(lead.row));
        leads += with_member(facts, "signal_mv", lead.signal_json);
    }
    std::string text = with_member(page, "leads", "[" + leads + "]");
    text.pop_back();
    return text + ",\"plan\":" + (sample.plan_json.empty() ? "null" : sample.plan_json) + "}\n";
}

std::string crop_json(const Sample& sample, std::size_t i, const PageSelection& selection) {
    const LeadSample& lead = sample.leads[i];
    Json crop{{"name", lead_name(sample.row, lead.row)},
              {"page", sample.row.index},
              {"page_name", page_name(sample.row)}};
    crop.update(page_facts(sample.row));
    crop.update(lead_facts(lead.row));
    crop["overlap_ratio"] = lead.row.overlap_ratio();
    crop["datasets"] = Json::array();
    if (selection.segmentation[i]) crop["datasets"].push_back(crop_set_name(OverlapSet::none));
    if (selection.overlap[i] != OverlapSet::none)
        crop["datasets"].push_back(crop_set_name(selection.overlap[i]));
    return with_member(crop, "signal_mv", lead.signal_json) + "\n";
}

std::uint64_t longest_page_json(const PageRow& row, std::size_t leads, const StoredSizes& stored) {
    return stored.plan + stored.signals + (leads + 1) * k_most_facts +
           k_most_letter * letters_of(row);
}

std::uint64_t longest_crop_facts(const PageRow& row) {
    return 2 * k_most_facts + k_most_letter * letters_of(row);
}

} // namespace ecgpress
