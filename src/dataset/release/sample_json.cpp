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
// The same for the 17 numbers of a word and the 33 of a beat.
constexpr std::uint64_t k_most_word = 640, k_most_beat = 1024;

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
                                                  "derived",
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

/// A list of numbers and nulls whose numbers all have a decimal point or an exponent: readers that
/// distinguish whole and real numbers find the same type on every page.
std::string real_numbers(const std::string& list) {
    std::string text;
    text.reserve(list.size() + list.size() / 4);
    bool is_whole = false; // the number so far
    for (const char letter : list) {
        const bool is_end = letter == ',' || letter == ']';
        if (is_end && is_whole) text += ".0";
        is_whole = !is_end && letter != '[' &&
                   (is_whole || text.empty() || text.back() == ',' || text.back() == '[') &&
                   (letter == '-' || (letter >= '0' && letter <= '9'));
        text += letter;
    }
    return text;
}

/// Each row as an object on a line of its own.
template <class Row> std::string list_of_rows(const std::vector<Row>& rows) {
    static const std::vector<std::string> columns = [] {
        std::vector<std::string> names;
        for (const Column<Row>& column : columns_of<Row>()) names.push_back(column.name);
        return names;
    }();
    std::vector<std::string> objects;
    for (const Row& row : rows) objects.push_back(concat("{", json_members(row, columns), "}"));
    return concat("[", join(objects, ",\n"), "]\n");
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
                               lead_facts(lead.row),
                               ",\"signal_mv\":", real_numbers(lead.signal_json), "}"));
    return concat("{\"name\":", json_string(page_name(row)), ",", page_facts(row),
                  ",\"datasets\":", list_of(datasets), ",\"leads\":[", join(leads, ","),
                  "],\"plan\":", json_string(sample.plan_json), "}\n");
}

std::string words_json(const std::vector<WordRow>& words) {
    return list_of_rows(words);
}

std::string beats_json(const std::vector<BeatRow>& beats) {
    return list_of_rows(beats);
}

std::uint64_t longest_words_json(const std::vector<WordRow>& words) {
    std::uint64_t bytes = 3;
    for (const WordRow& word : words)
        bytes += k_most_word + k_most_letter * (word.text.size() + word.role.size());
    return bytes;
}

std::uint64_t longest_beats_json(const std::vector<BeatRow>& beats) {
    std::uint64_t bytes = 3;
    for (const BeatRow& beat : beats)
        bytes += k_most_beat + k_most_letter * (beat.source.size() + beat.symbol.size());
    return bytes;
}

std::string crop_members(const PageRow& row, const LeadRow& lead) {
    return concat("\"name\":", json_string(lead_name(row, lead)), ",\"page\":", row.index,
                  ",\"page_name\":", json_string(page_name(row)), ",", crop_page_facts(row), ",",
                  lead_facts(lead), ",\"overlap_ratio\":", json_number(lead.overlap_ratio()));
}

std::string crop_json(const Sample& sample, std::size_t i, const PageSelection& selection) {
    const PageRow& row = sample.row;
    const LeadSample& lead = sample.leads[i];
    std::vector<std::string> datasets;
    if (selection.segmentation[i]) datasets.push_back(crop_set_name(OverlapSet::none));
    if (selection.overlap[i] != OverlapSet::none)
        datasets.push_back(crop_set_name(selection.overlap[i]));
    return concat("{", crop_members(row, lead.row), ",\"datasets\":", list_of(datasets),
                  ",\"signal_mv\":", real_numbers(lead.signal_json), "}\n");
}

std::uint64_t most_decimals(const std::vector<LeadRow>& leads) {
    std::uint64_t samples = 0;
    for (const LeadRow& lead : leads) samples += lead.sample_count;
    return 2 * samples;
}

std::uint64_t longest_page_json(const PageRow& row, const std::vector<LeadRow>& leads,
                                const StoredSizes& stored) {
    return 2 * stored.plan + stored.signals + most_decimals(leads) +
           (leads.size() + 1) * k_most_facts + k_most_letter * letters_of(row);
}

std::uint64_t longest_crop_facts(const PageRow& row) {
    return 2 * k_most_facts + k_most_letter * letters_of(row);
}

} // namespace ecgpress
