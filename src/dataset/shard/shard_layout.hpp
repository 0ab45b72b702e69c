// How a shard stores items and fields: its streams, and the values of its columns. Format:
// docs/formats/shard.md.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/geometry.hpp"
#include "core/lead.hpp"
#include "dataset/shard/columns.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

constexpr const char* k_stream_bytes = "/bytes";   ///< Items that are bytes or texts.
constexpr const char* k_stream_values = "/values"; ///< Items that are arrays of numbers.
constexpr const char* k_stream_offsets = "/offsets";

/// A stream of items: a group with the concatenated bytes or values of all items, and their
/// offsets.
struct ShardStream {
    std::string group;  ///< "pages/image"
    const char* kind;   ///< Type of its items, in messages.
    const char* values; ///< k_stream_bytes or k_stream_values
};

inline ShardStream stream_of(const PageItemType& item) {
    return {std::string("pages/") + item.name, item.kind, k_stream_bytes};
}
inline ShardStream stream_of(const LeadItemType& item) {
    return {std::string("leads/") + item.name, item.kind, k_stream_bytes};
}
template <class Value> ShardStream stream_of(const TruthArray<Value>& array) {
    return {std::string("leads/") + array.name, k_truth_kind, k_stream_values};
}
/// x and y of a page's key points, alternately.
inline ShardStream pulse_stream() {
    return {"pages/pulses_px", "pulses", k_stream_values};
}
/// x, y and visibility of a page's grid nodes.
inline ShardStream node_stream() {
    return {"pages/grid_nodes", "grid nodes", k_stream_values};
}
/// A lead's printed samples as numbers. Its stream of texts, `signal`, has the exact values.
inline ShardStream signal_stream() {
    return {"leads/signal_mv", type_of(LeadItem::signal).kind, k_stream_values};
}
/// All streams, in the order of their groups in a shard.
std::vector<ShardStream> all_streams();

/// A column that is not a field of a row.
struct ShardColumn {
    const char* path;
    const char* meaning; ///< Text for docs/formats/shard.md.
};
/// Tables of what a page has several of: where the rows of each page begin.
template <class Row> constexpr ShardColumn first_row_of();
template <> constexpr ShardColumn first_row_of<LeadRow>() {
    return {"pages/first_lead",
            "first row of the page's leads in `leads/*`; number of pages + 1 entries"};
}
template <> constexpr ShardColumn first_row_of<WordRow>() {
    return {"pages/first_word", "the same for the page's words in `words/*`"};
}
template <> constexpr ShardColumn first_row_of<BeatRow>() {
    return {"pages/first_beat", "the same for the page's beats in `beats/*`"};
}
/// Calls visit with an empty row of each such table, in their order in a shard.
template <class Visit> void for_each_table_of_pages(const Visit& visit) {
    visit(LeadRow{});
    visit(WordRow{});
    visit(BeatRow{});
}
constexpr ShardColumn k_first_column{"leads/first_column",
                                     "the pixel column of the lead's first `column_y_px`"};

class H5File;
struct ShardHeader;

/// Attributes at the start of every shard, which its index also has.
void write_shard_header(H5File& file, const ShardHeader& header);
void make_shard_groups(H5File& file);

/// How a column stores a field: k_width values of type Value. get() returns no value if a field
/// cannot have the stored one.
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

template <> struct Stored<Homography> {
    using Value = double;
    static constexpr std::size_t k_width = 9;
    static void put(const Homography& field, Value* values) {
        std::copy(field.matrix.begin(), field.matrix.end(), values);
    }
    static std::optional<Homography> get(const Value* values) {
        Homography homography;
        std::copy(values, values + k_width, homography.matrix.begin());
        return homography;
    }
};

/// An array of numbers.
template <class Number, std::size_t count> struct Stored<std::array<Number, count>> {
    using Value = Number;
    static constexpr std::size_t k_width = count;
    static void put(const std::array<Number, count>& field, Value* values) {
        std::copy(field.begin(), field.end(), values);
    }
    static std::optional<std::array<Number, count>> get(const Value* values) {
        std::array<Number, count> field;
        std::copy(values, values + count, field.begin());
        return field;
    }
};

/// Positions as x and y alternately.
template <std::size_t count> struct Stored<std::array<PointPx, count>> {
    using Value = double;
    static constexpr std::size_t k_width = 2 * count;
    static void put(const std::array<PointPx, count>& field, Value* values) {
        for (const PointPx& point : field) {
            *values++ = point.x_px;
            *values++ = point.y_px;
        }
    }
    static std::optional<std::array<PointPx, count>> get(const Value* values) {
        std::array<PointPx, count> field;
        for (PointPx& point : field) {
            point.x_px = *values++;
            point.y_px = *values++;
        }
        return field;
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

/// Group of a row's table, with a slash: "pages/".
template <class Row> constexpr const char* table_of();
template <> constexpr const char* table_of<PageRow>() {
    return "pages/";
}
template <> constexpr const char* table_of<LeadRow>() {
    return "leads/";
}
template <> constexpr const char* table_of<WordRow>() {
    return "words/";
}
template <> constexpr const char* table_of<BeatRow>() {
    return "beats/";
}
template <> constexpr const char* table_of<Failure>() {
    return "failures/";
}

/// Calls visit(path, member) for each column of a table, in file order.
template <class Row, class Visit> void for_each_column(const Visit& visit) {
    for (const Column<Row>& column : columns_of<Row>())
        std::visit([&](auto member) { visit(table_of<Row>() + column.name, member); },
                   column.member);
}

} // namespace ecgpress
