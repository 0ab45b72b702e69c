// The fields of manifest.csv and leads.csv: how the columns of the tables are named, written and
// read as CSV.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/csv_table.hpp"
#include "dataset/shard/columns.hpp"

namespace ecgpress {

enum class CellType { whole, real, text };

/// A field of a CSV row: a column, or a part of it.
struct CsvCell {
    std::string name;
    CellType type;
};

/// The fields of a column: one, but four of a rectangle ("box_x0_px", ...) and of the oracle's
/// values.
template <class Row> std::vector<CsvCell> cells_of(const Column<Row>& column);
template <class Row> std::vector<CsvCell> cells_of(const std::vector<Column<Row>>& columns);

/// The first line of a table.
std::string csv_head(const std::vector<CsvCell>& cells);
/// A row of a table, quoted as RFC 4180 demands.
template <class Row> std::string csv_line(const std::vector<Column<Row>>& columns, const Row& row);

/// Reads a column from the table's current row. @param places  of its fields
/// @throws DataError naming file and line
template <class Row>
void read_cells(const CsvTable& table, const std::vector<std::size_t>& places,
                const Column<Row>& column, Row& row);

} // namespace ecgpress
