// Reads the tables of a release row by row, in constant memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/tables/csv_table.hpp"
#include "dataset/release/table_rows.hpp"

namespace ecgpress {

/// Reader of a table: Row is ManifestRow, LeadsRow, WordsRow or BeatsRow.
template <class Row> class TableReader {
  public:
    /// @param columns  names of the columns to read; the others keep their defaults. Empty: all
    /// @throws IoError; DataError if the file must not be opened or lacks a column
    explicit TableReader(const std::filesystem::path& release,
                         const std::vector<std::string>& columns = {});
    /// A table with all its columns, whose lines come from elsewhere. @throws DataError if it lacks
    /// a column
    explicit TableReader(CsvTable::NextLine next_line);

    /// Reads the next row. @return false if there is none. @throws DataError naming file and line
    bool next(Row& row);

    /// The same in two steps, for readers that skip rows: the next line, and its page index.
    bool next_line() { return table_.next(); }
    /// @throws DataError naming file and line, here and below
    std::uint64_t page() const { return table_.count(page_); }
    void read(Row& row) const;

  private:
    void add_columns(const std::vector<std::string>& names);
    struct Place {
        Column<Row> column;
        std::vector<std::size_t> fields;
    };
    CsvTable table_;
    std::vector<Place> places_;
    std::size_t page_; ///< position of the page index
};

} // namespace ecgpress
