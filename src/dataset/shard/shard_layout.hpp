// What a shard's columns and byte streams are called and how fields lie in them: the one place that
// knows, for the writer and the reader. Format: docs/formats/shard.md.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/geometry.hpp"
#include "core/lead.hpp"
#include "dataset/shard/stored_images.hpp"

namespace ecgpress {

struct StreamName {
    const char* path;
    const char* kind; ///< of its items, for people
};

/// Byte streams: bytes of all items and where each begins.
constexpr StreamName k_page_streams[] = {{"pages/image", k_page_images[0].kind},
                                         {"pages/label", "label"},
                                         {"pages/plan", "plan"},
                                         {"pages/mask_overlap", k_page_images[1].kind},
                                         {"pages/warp", "warp"}};
constexpr StreamName k_lead_streams[] = {{"leads/crop", k_lead_images[0].kind},
                                         {"leads/mask_png", k_lead_images[1].kind},
                                         {"leads/mask_bmp", k_lead_images[2].kind},
                                         {"leads/signal", "signals"},
                                         {"leads/mask_visible", k_lead_images[3].kind}};
constexpr const char* k_stream_bytes = "/bytes";
/// The same of numbers: x and y of a page's key points in turn, and the arrays of TraceTruth.
constexpr StreamName k_page_positions[] = {{"pages/pulses_px", "pulses"}};
constexpr StreamName k_lead_positions[] = {{"leads/sample_x_px", "trace truth"},
                                           {"leads/sample_y_px", "trace truth"},
                                           {"leads/column_y_px", "trace truth"}};
constexpr StreamName k_lead_flags[] = {{"leads/column_steep", "trace truth"},
                                       {"leads/sample_flags", "trace truth"}};
constexpr const char* k_stream_values = "/values";
constexpr const char* k_stream_offsets = "/offsets";

/// Where each page's leads begin, and the end of the last.
constexpr const char* k_first_lead = "pages/first_lead";
/// The pixel column of each lead's first column_y_px.
constexpr const char* k_first_column = "leads/first_column";

class H5File;
struct ShardHeader;

/// What every shard begins with, and the index of all of them.
void write_shard_header(H5File& file, const ShardHeader& header);
void make_shard_groups(H5File& file);

/// How a field lies in its column: k_width values of type Value; get() returns nothing for values
/// that no field can have.
template <class Field> struct Stored {
    using Value = Field;
    static constexpr std::size_t k_width = 1;
    static void put(const Field& field, Value* values) { *values = field; }
    static std::optional<Field> get(const Value* values) { return *values; }
};

template <> struct Stored<bool> {
    using Value = std::uint8_t;
    static constexpr std::size_t k_width = 1;
    static void put(bool field, Value* values) { *values = field ? 1 : 0; }
    static std::optional<bool> get(const Value* values) {
        return *values > 1 ? std::nullopt : std::optional<bool>(*values == 1);
    }
};

template <> struct Stored<Lead> {
    using Value = std::uint8_t;
    static constexpr std::size_t k_width = 1;
    static void put(Lead field, Value* values) { *values = static_cast<Value>(index_of(field)); }
    static std::optional<Lead> get(const Value* values) {
        return *values >= k_lead_count ? std::nullopt : std::optional(all_leads()[*values]);
    }
};

template <> struct Stored<Split> {
    using Value = std::string;
    static constexpr std::size_t k_width = 1;
    static void put(Split field, Value* values) { *values = name_of(field); }
    static std::optional<Split> get(const Value* values) { return parse_split(*values); }
};

template <> struct Stored<DatasetSet> {
    using Value = std::uint8_t;
    static constexpr std::size_t k_width = 1;
    static void put(DatasetSet field, Value* values) { *values = field.bits(); }
    static std::optional<DatasetSet> get(const Value* values) {
        return *values >> k_dataset_count != 0 ? std::nullopt
                                               : std::optional(DatasetSet::from_bits(*values));
    }
};

template <> struct Stored<OracleScores> {
    using Value = double;
    static constexpr std::size_t k_width = k_oracle_count;
    static void put(const OracleScores& field, Value* values) {
        std::copy(field.db.begin(), field.db.end(), values);
    }
    static std::optional<OracleScores> get(const Value* values) {
        OracleScores scores;
        std::copy(values, values + k_oracle_count, scores.db.begin());
        return scores;
    }
};

template <> struct Stored<RectPx> {
    using Value = double;
    static constexpr std::size_t k_width = 4;
    static void put(const RectPx& field, Value* values) {
        values[0] = field.x0_px;
        values[1] = field.y0_px;
        values[2] = field.x1_px;
        values[3] = field.y1_px;
    }
    static std::optional<RectPx> get(const Value* values) {
        return RectPx{values[0], values[1], values[2], values[3]};
    }
};

template <> struct Stored<PixelRect> {
    using Value = std::int32_t;
    static constexpr std::size_t k_width = 4;
    static void put(const PixelRect& field, Value* values) {
        values[0] = field.x;
        values[1] = field.y;
        values[2] = field.width;
        values[3] = field.height;
    }
    static std::optional<PixelRect> get(const Value* values) {
        return PixelRect{values[0], values[1], values[2], values[3]};
    }
};

/// Calls column(name, pointer to member) for each column of pages/.
template <class Column> void for_each_column(PageRow*, const Column& column) {
    column("pages/index", &PageRow::index);
    column("pages/group", &PageRow::group);
    column("pages/layout", &PageRow::layout);
    column("pages/record", &PageRow::record);
    column("pages/patient", &PageRow::patient);
    column("pages/split", &PageRow::split);
    column("pages/rows", &PageRow::rows);
    column("pages/columns", &PageRow::columns);
    column("pages/width_px", &PageRow::width_px);
    column("pages/height_px", &PageRow::height_px);
    column("pages/page_width_mm", &PageRow::page_width_mm);
    column("pages/page_height_mm", &PageRow::page_height_mm);
    column("pages/dpi", &PageRow::dpi);
    column("pages/px_per_mm", &PageRow::px_per_mm);
    column("pages/paper_speed_mm_per_s", &PageRow::paper_speed_mm_per_s);
    column("pages/gain_mm_per_mv", &PageRow::gain_mm_per_mv);
    column("pages/rate_hz", &PageRow::rate_hz);
    column("pages/seed", &PageRow::seed);
    column("pages/gap_samples", &PageRow::gap_samples);
    column("pages/datasets", &PageRow::datasets);
    column("pages/oracle_db", &PageRow::oracle);
    column("pages/preset", &PageRow::preset);
    column("pages/look", &PageRow::look);
    column("pages/sheet", &PageRow::sheet);
    column("pages/age", &PageRow::age);
    column("pages/sex", &PageRow::sex);
    column("pages/image_crc32", &PageRow::image_crc32);
    column("pages/mask_overlap_crc32", &PageRow::mask_overlap_crc32);
    column("pages/data_crc32", &PageRow::data_crc32);
}

/// The same for leads/.
template <class Column> void for_each_column(LeadRow*, const Column& column) {
    column("leads/lead", &LeadRow::lead);
    column("leads/number", &LeadRow::number);
    column("leads/rhythm", &LeadRow::rhythm);
    column("leads/inverted", &LeadRow::inverted);
    column("leads/start_s", &LeadRow::start_s);
    column("leads/first_sample", &LeadRow::first_sample);
    column("leads/sample_count", &LeadRow::sample_count);
    column("leads/first_x_px", &LeadRow::first_x_px);
    column("leads/baseline_y_px", &LeadRow::baseline_y_px);
    column("leads/px_per_s", &LeadRow::px_per_s);
    column("leads/px_per_mv", &LeadRow::px_per_mv);
    column("leads/line_width_px", &LeadRow::line_width_px);
    column("leads/mask_line_width_px", &LeadRow::mask_line_width_px);
    column("leads/mask_columns_per_px", &LeadRow::mask_columns_per_px);
    column("leads/ink_px", &LeadRow::ink_px);
    column("leads/box_px", &LeadRow::box_px);
    column("leads/visible_box_px", &LeadRow::visible_box_px);
    column("leads/name_box_px", &LeadRow::name_box_px);
    column("leads/crop_px", &LeadRow::crop_px);
    column("leads/visible_fraction", &LeadRow::visible_fraction);
    column("leads/target_ink_px", &LeadRow::target_ink_px);
    column("leads/other_ink_px", &LeadRow::other_ink_px);
    column("leads/crop_crc32", &LeadRow::crop_crc32);
    column("leads/mask_png_crc32", &LeadRow::mask_png_crc32);
    column("leads/mask_bmp_crc32", &LeadRow::mask_bmp_crc32);
    column("leads/mask_visible_crc32", &LeadRow::mask_visible_crc32);
}

/// The same for failures/.
template <class Column> void for_each_column(Failure*, const Column& column) {
    column("failures/page", &Failure::page);
    column("failures/record", &Failure::record);
    column("failures/reason", &Failure::reason);
    column("failures/replaced", &Failure::replaced);
}

} // namespace ecgpress
