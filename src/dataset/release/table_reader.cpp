#include "dataset/release/table_reader.hpp"

#include <utility>

#include "dataset/release/csv_cells.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_paths.hpp"

namespace ecgpress {

namespace {

template <class Row> constexpr const char* k_file = "";
template <> constexpr const char* k_file<ManifestRow> = "manifest.csv";
template <> constexpr const char* k_file<LeadsRow> = "leads.csv";
template <> constexpr const char* k_file<WordsRow> = k_words_file;
template <> constexpr const char* k_file<BeatsRow> = k_beats_file;

template <class Row> constexpr const char* k_page = "page";
template <> constexpr const char* k_page<ManifestRow> = "index";

} // namespace

template <class Row>
TableReader<Row>::TableReader(const std::filesystem::path& release,
                              const std::vector<std::string>& columns)
    : table_(OpenableFiles(release).open(k_file<Row>)), page_(table_.column(k_page<Row>)) {
    add_columns(columns);
}

template <class Row>
TableReader<Row>::TableReader(CsvTable::NextLine next_line)
    : table_(k_file<Row>, std::move(next_line)), page_(table_.column(k_page<Row>)) {
    add_columns({});
}

template <class Row> void TableReader<Row>::add_columns(const std::vector<std::string>& columns) {
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
    read(row);
    return true;
}

template <class Row> void TableReader<Row>::read(Row& row) const {
    for (const Place& place : places_) read_cells(table_, place.fields, place.column, row);
}

template class TableReader<ManifestRow>;
template class TableReader<LeadsRow>;
template class TableReader<WordsRow>;
template class TableReader<BeatsRow>;

} // namespace ecgpress
