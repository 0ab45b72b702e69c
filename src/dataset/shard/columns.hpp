// Columns of the tables of pages, leads, words, beats and failures, each defined once: name,
// member, unit and meaning. Shards, manifest.csv, leads.csv, the JSON texts and docs/formats are
// generated from this list.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Unit of a CRC-32: a number in shards, hexadecimal digits in CSV.
constexpr const char* k_crc32_unit = "CRC-32";

/// Upper limit for counts read from a table. Larger values are rejected, so that sums cannot
/// overflow.
constexpr std::uint64_t k_largest_count = 1'000'000'000'000'000;

/// A column of a table whose rows are of type Row.
template <class Row> struct Column {
    using Member =
        std::variant<std::uint64_t Row::*, std::uint32_t Row::*, int Row::*, double Row::*,
                     bool Row::*, std::string Row::*, Split Row::*, Lead Row::*, DatasetSet Row::*,
                     OracleScores Row::*, RectPx Row::*, PixelRect Row::*, QuadPx Row::*,
                     FiducialSamples Row::*, FiducialTimes Row::*, FiducialPoints Row::*,
                     BeatIntervals Row::*, Homography Row::*>;
    std::string name;
    Member member;
    std::string unit;    ///< Empty if there is no unit. A text with a unit is a number or empty.
    std::string meaning; ///< Text for docs/formats.
    std::uint64_t largest = k_largest_count; ///< Upper limit of a std::uint64_t.

    bool is_crc32() const { return unit == k_crc32_unit; }
};

/// Columns of pages/ of a shard, in file order.
const std::vector<Column<PageRow>>& page_columns();
/// Columns of leads/ of a shard.
const std::vector<Column<LeadRow>>& lead_columns();
/// Columns of words/ of a shard.
const std::vector<Column<WordRow>>& word_columns();
/// Columns of beats/ of a shard.
const std::vector<Column<BeatRow>>& beat_columns();
/// Columns of failures/ of a shard.
const std::vector<Column<Failure>>& failure_columns();

template <class Row> const std::vector<Column<Row>>& columns_of();
template <> inline const std::vector<Column<PageRow>>& columns_of() {
    return page_columns();
}
template <> inline const std::vector<Column<LeadRow>>& columns_of() {
    return lead_columns();
}
template <> inline const std::vector<Column<WordRow>>& columns_of() {
    return word_columns();
}
template <> inline const std::vector<Column<BeatRow>>& columns_of() {
    return beat_columns();
}
template <> inline const std::vector<Column<Failure>>& columns_of() {
    return failure_columns();
}

/// Returns the column with this name. @throws std::logic_error if it does not exist
template <class Row>
const Column<Row>& column_named(const std::vector<Column<Row>>& columns, const std::string& name) {
    for (const Column<Row>& column : columns)
        if (column.name == name) return column;
    throw std::logic_error("unknown column " + name);
}

} // namespace ecgpress
