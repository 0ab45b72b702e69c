// Reads manifest.csv and leads.csv of a release row by row, in constant memory.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/csv_table.hpp"
#include "dataset/release/table_rows.hpp"

namespace ecgpress {

/// Reader of these tables; Row is ManifestRow or LeadsRow.
template <class Row> class TableReader {
  public:
    /// @param columns  names of the columns to read; the others keep their defaults. Empty: all
    /// @throws IoError; DataError if the file must not be opened or lacks a column
    explicit TableReader(const std::filesystem::path& release,
                         const std::vector<std::string>& columns = {});

    /// Reads the next row. @return false if there is none. @throws DataError naming file and line
    bool next(Row& row);

  private:
    struct Place {
        Column<Row> column;
        std::vector<std::size_t> fields;
    };
    CsvTable table_;
    std::vector<Place> places_;
};

} // namespace ecgpress
