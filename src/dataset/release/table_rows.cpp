#include "dataset/release/table_rows.hpp"

#include "core/strings.hpp"
#include "core/tables/csv_table.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/stored_items.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

/// A member of a row as a member of a derived row.
template <class Row, class Part, class Field> Field Row::*member_of(Field Part::*member) {
    return member;
}

template <class Row, class Part> Column<Row> column_of(const Column<Part>& column) {
    return std::visit(
        [&](auto member) {
            return Column<Row>{column.name, member_of<Row>(member), column.unit, column.meaning,
                               column.largest};
        },
        column.member);
}

/// The columns of a row: those of its base row and its own, in a given order.
template <class Row, class Part>
std::vector<Column<Row>> columns_in_order(const std::vector<Column<Part>>& of_part,
                                          std::vector<Column<Row>> own,
                                          const std::vector<std::string>& order) {
    for (const Column<Part>& column : of_part) own.push_back(column_of<Row>(column));
    std::vector<Column<Row>> columns;
    for (const std::string& name : order) columns.push_back(column_named(own, name));
    return columns;
}

} // namespace

bool LeadsRow::is_in(const char* dataset) const {
    return list_has(datasets, dataset);
}

OverlapSet LeadsRow::overlap() const {
    for (const OverlapSet set : {OverlapSet::without_overlap, OverlapSet::with_overlap})
        if (is_in(crop_set_name(set))) return set;
    return OverlapSet::none;
}

bool in_segmentation(const PageSelection& selection, const LeadRow& lead, std::size_t i) {
    return selection.segmentation[i] && !lead.crop_px.empty();
}

OverlapSet overlap_set(const PageSelection& selection, const LeadRow& lead, std::size_t i) {
    return lead.crop_px.empty() ? OverlapSet::none : selection.overlap[i];
}

ManifestRow manifest_row(const PageRow& page, std::size_t leads, DatasetSet datasets) {
    ManifestRow row{page, page_name(page), leads};
    row.datasets = datasets;
    return row;
}

LeadsRow leads_row(const PageRow& page, const LeadRow& lead, const PageSelection& selection,
                   std::size_t i) {
    std::vector<std::string> datasets;
    const OverlapSet overlap = overlap_set(selection, lead, i);
    if (selection.digitization) datasets.push_back(name_of(Dataset::digitization));
    if (in_segmentation(selection, lead, i)) datasets.push_back(crop_set_name(OverlapSet::none));
    if (overlap != OverlapSet::none) datasets.push_back(crop_set_name(overlap));
    return {lead,        page.index,           lead_name(page, lead), page.split,
            page.record, lead.overlap_ratio(), join(datasets, ";")};
}

WordsRow words_row(const PageRow& page, const WordRow& word) {
    return {word, page.index, page.split};
}

BeatsRow beats_row(const PageRow& page, const BeatRow& beat) {
    BeatsRow row{beat, page.index, page.split, page.record, {}};
    for (std::size_t i = 0; i < k_fiducial_count; ++i)
        row.times_s[i] = beat.samples[i] == k_no_sample
                             ? k_unknown
                             : static_cast<double>(beat.samples[i]) / page.rate_hz;
    return row;
}

const std::vector<Column<ManifestRow>>& manifest_columns() {
    using Row = ManifestRow;
    static const auto columns = [] {
        std::vector<std::string> order{"index",
                                       "name",
                                       "record",
                                       "record_start_s",
                                       "patient",
                                       "split",
                                       "group",
                                       "layout",
                                       "rows",
                                       "columns",
                                       "width_px",
                                       "height_px",
                                       "dpi",
                                       "px_per_mm",
                                       "paper_speed_mm_per_s",
                                       "gain_mm_per_mv",
                                       "rate_hz",
                                       "leads",
                                       "gap_samples",
                                       "lost_samples",
                                       "datasets",
                                       "seed",
                                       "oracle_db",
                                       "preset",
                                       "look",
                                       "sheet",
                                       "page_width_mm",
                                       "page_height_mm",
                                       "homography",
                                       "homography_rms_px",
                                       "visible_share",
                                       "contrast_share",
                                       "crowded_share",
                                       "difficulty",
                                       "grid_rows",
                                       "grid_columns"};
        for (const RecordFact& fact : k_record_facts) order.emplace_back(fact.name);
        for (const PageItemType& item : k_page_items)
            if (item.crc32 != nullptr) order.push_back(crc32_column(item.name));
        return columns_in_order<Row>(
            page_columns(),
            {{"name", &Row::name, "", "name of the page and of its files"},
             {"leads", &Row::leads, "", "printed leads: rows in `leads.csv`"}},
            order);
    }();
    return columns;
}

const std::vector<Column<LeadsRow>>& leads_columns() {
    using Row = LeadsRow;
    static const auto columns = [] {
        std::vector<std::string> order{"page",
                                       "name",
                                       "lead",
                                       "number",
                                       "rhythm",
                                       "inverted",
                                       "derived",
                                       "split",
                                       "record",
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
                                       "other_ink_px",
                                       "overlap_ratio",
                                       "datasets"};
        for (const LeadItemType& item : k_lead_items)
            if (item.crc32 != nullptr) order.push_back(crc32_column(item.name));
        return columns_in_order<Row>(
            lead_columns(),
            {{"page", &Row::page, "", "page index in the run"},
             {"name", &Row::name, "", "name of the lead's files"},
             {"split", &Row::split, "", "of its page"},
             {"record", &Row::record, "", "of its page"},
             {"overlap_ratio", &Row::ratio, "",
              "other_ink_px over target_ink_px; 0 if there is no ink"},
             {"datasets", &Row::datasets, "",
              "datasets that it is actually in, joined by `;`: digitization, segmentation, "
              "with-overlap, without-overlap"}},
            order);
    }();
    return columns;
}

const std::vector<Column<WordsRow>>& words_columns() {
    using Row = WordsRow;
    static const auto columns = [] {
        std::vector<std::string> order{"page", "split"};
        for (const Column<WordRow>& column : word_columns()) order.push_back(column.name);
        return columns_in_order<Row>(word_columns(),
                                     {{"page", &Row::page, "", "page index in the run"},
                                      {"split", &Row::split, "", "of its page"}},
                                     order);
    }();
    return columns;
}

const std::vector<Column<BeatsRow>>& beats_columns() {
    using Row = BeatsRow;
    static const auto columns = columns_in_order<Row>(
        beat_columns(),
        {{"page", &Row::page, "", "page index in the run"},
         {"split", &Row::split, "", "of its page"},
         {"record", &Row::record, "", "of its page"},
         {"s", &Row::times_s, "s", "time of each point in the record; empty if it is unknown"}},
        {"page", "record", "split", "number", "beat", "source", "symbol", "sample", "s", "px",
         "interval_s"});
    return columns;
}

} // namespace ecgpress
