// The fields of the tables of a release: how columns are named, written and read as CSV.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/tables/csv_table.hpp"
#include "dataset/shard/columns.hpp"

namespace ecgpress {

enum class CellType { whole, real, text };

/// A field of a CSV row: a column, or one of its components.
struct CsvCell {
    std::string name;
    CellType type;
};

/// The fields of a column: one, or several for a rectangle (four: "box_x0_px", ...) and for the
/// oracle's values.
template <class Row> std::vector<CsvCell> cells_of(const Column<Row>& column);
template <class Row> std::vector<CsvCell> cells_of(const std::vector<Column<Row>>& columns);

/// The header line of a table.
std::string csv_head(const std::vector<CsvCell>& cells);
/// A row of a table, quoted as RFC 4180 requires.
template <class Row> std::string csv_line(const std::vector<Column<Row>>& columns, const Row& row);

/// Reads a column from the table's current row. @param places  positions of its fields
/// @throws DataError naming file and line
template <class Row>
void read_cells(const CsvTable& table, const std::vector<std::size_t>& places,
                const Column<Row>& column, Row& row);

} // namespace ecgpress
