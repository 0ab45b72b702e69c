#include "dataset/shard/columns.hpp"

#include <limits>

#include "core/strings.hpp"
#include "dataset/shard/stored_items.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

template <class Row, class Items>
void add_checksums(std::vector<Column<Row>>& columns, const Items& items) {
    for (const auto& item : items)
        if (item.crc32 != nullptr)
            columns.push_back(
                {crc32_column(item.name), item.crc32, k_crc32_unit,
                 concat("of the stored ", item.kind, "; 0 (in CSV empty) if there is none")});
}

/// Columns about the sheet as a whole.
void add_frame(std::vector<Column<PageRow>>& columns) {
    using Row = PageRow;
    columns.insert(
        columns.end(),
        {{"homography", &Row::homography, "",
          "3 x 3 matrix, row by row, from the image to the canonical frame (2200 x 1700 px, 7.9 px "
          "per mm: see [truth](../truth.md#canonical-frame))"},
         {"homography_rms_px", &Row::homography_rms_px, "px",
          "its root mean square error in the canonical frame"},
         {"visible_share", &Row::visible_share, "",
          "share of its samples, without gaps, that are fully visible (sample_flags 7)"},
         {"contrast_share", &Row::contrast_share, "",
          "share that is darker than the surrounding paper (sample_flags 8)"},
         {"crowded_share", &Row::crowded_share, "",
          "share that has another trace within its line width (sample_flags 32)"},
         {"difficulty", &Row::difficulty, "",
          "0 (easy) to 1, from these shares, homography_rms_px and oracle_db: see "
          "[truth](../truth.md#difficulty)"},
         {"grid_rows", &Row::grid_rows, "",
          "rows of crossings of the grid's major lines; 0 unless `truth.grid_nodes`"},
         {"grid_columns", &Row::grid_columns, "", "columns of them"}});
}

std::vector<Column<PageRow>> make_page_columns() {
    using Row = PageRow;
    std::vector<Column<Row>> columns{
        {"index", &Row::index, "", "page index in the run"},
        {"group", &Row::group, "", "name of the page's group in the configuration"},
        {"layout", &Row::layout, "", "name of the layout"},
        {"record", &Row::record, "", "name of the record"},
        {"record_start_s", &Row::record_start_s, "s",
         "start of the record in the source's recording: above 0 for a window of it"},
        {"patient", &Row::patient, "",
         "name of the patient; that of the record if the source does not state patients"},
        {"split", &Row::split, "",
         "train, val or test; no patient is in two splits, if the source states patients"},
        {"rows", &Row::rows, "", "rows of the layout"},
        {"columns", &Row::columns, "", "columns of the layout"},
        {"width_px", &Row::width_px, "px", "width of the image"},
        {"height_px", &Row::height_px, "px", "height of the image"},
        {"page_width_mm", &Row::page_width_mm, "mm", "width of the paper"},
        {"page_height_mm", &Row::page_height_mm, "mm", "height of the paper"},
        {"dpi", &Row::dpi, "px/inch", "resolution"},
        {"px_per_mm", &Row::px_per_mm, "px/mm", "resolution"},
        {"paper_speed_mm_per_s", &Row::paper_speed_mm_per_s, "mm/s", "paper speed"},
        {"gain_mm_per_mv", &Row::gain_mm_per_mv, "mm/mV", "gain"},
        {"rate_hz", &Row::rate_hz, "Hz", "sampling rate of the printed signals"},
        {"seed", &Row::seed, "", "seed of the run", std::numeric_limits<std::uint64_t>::max()},
        {"gap_samples", &Row::gap_samples, "samples", "printed samples that are gaps"},
        {"lost_samples", &Row::lost_samples, "samples",
         "printed samples that are outside the paper, without gaps"},
        {"datasets", &Row::datasets, "",
         "in shards the datasets of the page's group; in CSV those that the page is actually in, "
         "joined by `;`: digitization, detection, segmentation, overlap (empty if caps exclude the "
         "page from all)"},
        {"oracle_db", &Row::oracle, "dB",
         "signal-to-noise ratio of the signals read back from samples, columns, PNG mask and BMP "
         "mask, means over leads; not a number (in CSV empty, two decimals otherwise) if the page "
         "was not checked"},
        {"preset", &Row::preset, "", "preset of artifacts applied to the page"},
        {"look", &Row::look, "", "look of the page"},
        {"sheet", &Row::sheet, "",
         "index of the first page that shows the same sheet; the page's own index unless pages are "
         "paired"},
    };
    add_frame(columns);
    for (const RecordFact& fact : k_record_facts)
        columns.push_back({fact.name, fact.member, fact.unit, fact.meaning});
    add_checksums(columns, k_page_items);
    columns.push_back(
        {"data_crc32", &Row::data_crc32, k_crc32_unit,
         "of all other data of the page, concatenated: label, plan, warp, pulses, grid nodes, "
         "then of each lead signal, signal_mv, sample_x_px, sample_y_px, "
         "column_y_px, column_steep, sample_flags; then each column of the words and of the "
         "beats"});
    return columns;
}

std::vector<Column<LeadRow>> make_lead_columns() {
    using Row = LeadRow;
    std::vector<Column<Row>> columns{
        {"lead", &Row::lead, "", "I, II, III, aVR, aVL, aVF, V1-V6 (in shards 0-11)"},
        {"number", &Row::number, "",
         "k in `..._lead_k`: the lead's position in this order, from 12 on for rhythm strips"},
        {"rhythm", &Row::rhythm, "", "1: a rhythm strip"},
        {"inverted", &Row::inverted, "",
         "1: the lead is inverted (Cabrera's -aVR); its signal is as printed, with the sign "
         "opposite to the record's"},
        {"derived", &Row::derived, "",
         "1: the source lacks the lead; it was computed from two other limb leads"},
        {"start_s", &Row::start_s, "s", "start of the panel in the record"},
        {"first_sample", &Row::first_sample, "", "first printed sample of the record"},
        {"sample_count", &Row::sample_count, "samples", "printed samples"},
        {"lost_samples", &Row::lost_samples, "samples",
         "printed samples that are outside the paper, without gaps: in the JSON, but without ink"},
        {"first_x_px", &Row::first_x_px, "px", "x of the first sample; pixel centres at integers"},
        {"baseline_y_px", &Row::baseline_y_px, "px", "y of 0 mV; pixel centres at integers"},
        {"px_per_s", &Row::px_per_s, "px/s", "scale of time"},
        {"px_per_mv", &Row::px_per_mv, "px/mV", "scale of voltage"},
        {"line_width_px", &Row::line_width_px, "px", "stroke width as printed"},
        {"mask_line_width_px", &Row::mask_line_width_px, "px", "stroke width in the lead's masks"},
        {"mask_columns_per_px", &Row::mask_columns_per_px, "", "mask columns per crop column"},
        {"ink_px", &Row::ink_px, "px",
         "the ink's tight extent without padding on the drawing, before distortion"},
        {"box_px", &Row::box_px, "px",
         "box of the trace (its ink plus padding) in edge coordinates: the page's left edge is 0; "
         "zeros if no ink is on the page"},
        {"visible_box_px", &Row::visible_box_px, "px", "the same for the visible ink"},
        {"name_box_px", &Row::name_box_px, "px",
         "box of the printed name (its ink plus padding); zeros if none is printed"},
        {"crop_px", &Row::crop_px, "px", "the crop in whole pixels; zeros if there is none"},
        {"visible_fraction", &Row::visible_fraction, "",
         "fraction of its samples, without gaps, that are fully visible (sample_flags 7)"},
        {"target_ink_px", &Row::target_ink_px, "pixels", "pixels of the crop with its ink"},
        {"other_ink_px", &Row::other_ink_px, "pixels",
         "pixels of the crop with ink of any other lead"},
    };
    add_checksums(columns, k_lead_items);
    return columns;
}

} // namespace

const std::vector<Column<PageRow>>& page_columns() {
    static const std::vector<Column<PageRow>> columns = make_page_columns();
    return columns;
}

const std::vector<Column<LeadRow>>& lead_columns() {
    static const std::vector<Column<LeadRow>> columns = make_lead_columns();
    return columns;
}

const std::vector<Column<WordRow>>& word_columns() {
    using Row = WordRow;
    static const std::vector<Column<WordRow>> columns{
        {"line", &Row::line, "", "number of the line on the page, from 0"},
        {"word", &Row::word, "", "number of the word in its line, from 1; 0: the whole line"},
        {"text", &Row::text, "", "the word or the line, UTF-8"},
        {"role", &Row::role, "", "what it says: see [words](../words.md)"},
        {"phi", &Row::phi, "", "1: protected health information"},
        {"handwritten", &Row::handwritten, "", "1: handwritten"},
        {"quad_px", &Row::quad_px, "px",
         "corners of its rectangle as it is read: top left, top right, bottom right, bottom left; "
         "pixel centres at integers, not clipped to the image"},
        {"box_px", &Row::box_px, "px", "tight upright box, clipped to the image"},
        {"visible_fraction", &Row::visible_fraction, "", "visible fraction of its ink"},
    };
    return columns;
}

const std::vector<Column<BeatRow>>& beat_columns() {
    using Row = BeatRow;
    static const std::vector<Column<BeatRow>> columns{
        {"beat", &Row::beat, "", "number of the beat in the record, from 0; equal in all leads"},
        {"number", &Row::number, "", "k in `..._lead_k` of the lead"},
        {"source", &Row::source, "",
         "who found the beat: `simulated`, `annotated` or `detected` (only R peaks)"},
        {"symbol", &Row::symbol, "", "type of the beat as annotated, such as N or V"},
        {"sample", &Row::samples, "samples",
         "sample of each point in the record, from 0; -1 (in CSV empty) if it is unknown: onset, "
         "peak and offset of P, QRS and T"},
        {"px", &Row::points_px, "px",
         "position of each point in the image, pixel centres at integers; NaN (in CSV empty) if "
         "it is unknown or not printed here"},
        {"interval_s", &Row::intervals_s, "s",
         "RR (from the beat before), PR, QRS and QT of the beat; NaN (in CSV empty) if unknown"},
    };
    return columns;
}

const std::vector<Column<Failure>>& failure_columns() {
    static const std::vector<Column<Failure>> columns{
        {"page", &Failure::page, "", "page index for which the record was planned"},
        {"record", &Failure::record, "", "name of the record"},
        {"reason", &Failure::reason, "", "why it could not be printed"},
        {"replaced", &Failure::replaced, "", "0: no record was left, so the page does not exist"},
    };
    return columns;
}

} // namespace ecgpress
