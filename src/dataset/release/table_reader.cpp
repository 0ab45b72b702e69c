#include "dataset/release/table_reader.hpp"

#include "dataset/release/csv_cells.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

template <class Row> constexpr const char* k_file = "";
template <> constexpr const char* k_file<ManifestRow> = "manifest.csv";
template <> constexpr const char* k_file<LeadsRow> = "leads.csv";

} // namespace

template <class Row>
TableReader<Row>::TableReader(const std::filesystem::path& release,
                              const std::vector<std::string>& columns)
    : table_(OpenableFiles(release).place(k_file<Row>)) {
    const auto add = [&](const Column<Row>& column) {
        std::vector<std::size_t> fields;
        for (const CsvCell& cell : cells_of(column)) fields.push_back(table_.column(cell.name));
        places_.push_back({column, std::move(fields)});
    };
    for (const std::string& name : columns) add(column_named(columns_of<Row>(), name));
    if (columns.empty())
        for (const Column<Row>& column : columns_of<Row>()) add(column);
}

template <class Row> bool TableReader<Row>::next(Row& row) {
    if (!table_.next()) return false;
    for (const Place& place : places_) read_cells(table_, place.fields, place.column, row);
    return true;
}

template class TableReader<ManifestRow>;
template class TableReader<LeadsRow>;

} // namespace ecgpress
