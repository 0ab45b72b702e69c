#include "signal/ptbxl/ptbxl_table.hpp"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "core/error.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"
#include "signal/ptbxl/ptbxl_facts.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

constexpr int k_first_fold = 1, k_last_fold = 10; // PTB-XL's strat_fold

struct Columns {
    std::size_t ecg_id, patient_id, strat_fold, filename;
    PtbxlFacts facts;
};

[[noreturn]] void fail(std::size_t line, const std::string& problem) {
    throw DataError(concat(k_ptbxl_table_name, ":", line, ": ", problem));
}

std::string missing_column(const std::string& name, const std::vector<std::string>& header) {
    const std::string nearest = nearest_name(name, header);
    return nearest.empty() ? concat("\"", name, "\"")
                           : concat("\"", name, "\" (closest: \"", nearest, "\")");
}

Columns find_columns(const CsvRow& header, int rate_hz) {
    const std::vector<std::string> names = {"ecg_id", "patient_id", "strat_fold",
                                            rate_hz == 500 ? "filename_hr" : "filename_lr"};
    std::vector<std::size_t> places;
    std::vector<std::string> missing;
    for (const std::string& name : names) {
        const auto begin = header.fields.begin(), end = header.fields.end();
        const auto found = std::find(begin, end, name);
        if (found == end) {
            missing.push_back(missing_column(name, header.fields));
            continue;
        }
        if (std::find(found + 1, end, name) != end)
            fail(header.line, concat("duplicate column \"", name, "\". Remove one of the two."));
        places.push_back(static_cast<std::size_t>(found - begin));
    }
    if (const std::string separator = separator_problem(header.fields); !separator.empty())
        fail(header.line, separator + ", as in PTB-XL's file. A spreadsheet may have changed it: "
                                      "download the file again.");
    if (!missing.empty())
        fail(header.line,
             concat("missing column ", join(missing, ", "),
                    ". The tables of PTB-XL 1.0.1 to 1.0.3 have it. Download the file again."));
    return {places[0], places[1], places[2], places[3], PtbxlFacts(header.fields)};
}

long long number_in(const CsvRow& row, std::size_t column, const char* name) {
    const auto number = ptbxl_integer(row.fields[column]);
    if (!number)
        fail(row.line, concat(name, " is \"", row.fields[column],
                              "\". Expected an integer from 0. Correct the row or remove it."));
    return *number;
}

/// The path of the record's header relative to the root. A table must not make the program read
/// files outside.
fs::path header_in(const CsvRow& row, const Columns& columns) {
    const std::string& text = row.fields[columns.filename];
    const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\\';
    });
    const fs::path path(text);
    const bool leaves =
        path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
    if (leaves || has_control)
        fail(row.line, concat("the file name \"", text,
                              "\" is outside the root. Expected a relative path without \"..\". "
                              "Correct the row or remove it."));
    fs::path header = path.lexically_normal();
    if (header.extension() == ".hea") header.replace_extension();
    if (!header.has_filename() || header == ".")
        fail(row.line, concat("the file name \"", text,
                              "\" is not the name of a file. Each row requires its own record. "
                              "Correct the row or remove it."));
    header += ".hea";
    return header;
}

PtbxlRow read_row(const CsvRow& csv, const Columns& columns, std::size_t field_count,
                  const ScpStatements& statements) {
    if (csv.fields.size() != field_count)
        fail(csv.line,
             concat("the row has ", csv.fields.size(), " fields, but the header line has ",
                    field_count, " columns. Correct the row or remove it."));
    const long long fold = number_in(csv, columns.strat_fold, "strat_fold");
    if (fold < k_first_fold || fold > k_last_fold)
        fail(csv.line, concat("strat_fold is ", fold, ". PTB-XL has the folds ", k_first_fold,
                              " to ", k_last_fold, ". Correct the row or remove it."));
    const fs::path header = header_in(csv, columns);
    PtbxlRow row;
    row.line = csv.line;
    row.ecg_id = concat(number_in(csv, columns.ecg_id, "ecg_id"));
    row.header = header.generic_string();
    row.info.name = header.stem().string();
    row.info.patient = concat(number_in(csv, columns.patient_id, "patient_id"));
    row.info.fold = static_cast<int>(fold);
    try {
        row.facts = columns.facts.read(csv.fields, statements);
    } catch (const DataError& error) {
        fail(csv.line, concat(error.what(), ". Correct the row or remove it."));
    }
    row.info.classes = classes_of(row.facts);
    return row;
}

/// @throws DataError for a row with the same key as an earlier one
template <class Key>
void require_unique(const std::vector<PtbxlRow>& rows, const char* what, Key key_of) {
    std::unordered_map<std::string, std::size_t> line_of;
    for (const PtbxlRow& row : rows) {
        const auto [place, is_new] = line_of.emplace(key_of(row), row.line);
        if (!is_new)
            fail(row.line, concat(what, " ", place->first, " is already in line ", place->second,
                                  ". Each record has one row. Remove one of the two."));
    }
}

} // namespace

std::vector<PtbxlRow> read_ptbxl_table(std::string_view csv_text, int rate_hz,
                                       const ScpStatements& statements) {
    CsvReader reader(csv_text, k_ptbxl_table_name);
    const auto header = reader.next();
    if (!header)
        fail(1, "the table is empty. Expected a header line with column names. Download the file "
                "again.");
    const Columns columns = find_columns(*header, rate_hz);
    std::vector<PtbxlRow> rows;
    while (const auto row = reader.next())
        rows.push_back(read_row(*row, columns, header->fields.size(), statements));
    if (rows.empty())
        fail(header->line,
             "the table has no rows. There is no record to render. Download the file again.");
    require_unique(rows, "ecg_id", [](const PtbxlRow& row) { return row.ecg_id; });
    require_unique(rows, "the record name", [](const PtbxlRow& row) { return row.info.name; });
    return rows;
}

} // namespace ecgpress
