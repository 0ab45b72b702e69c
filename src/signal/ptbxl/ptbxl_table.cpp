#include "signal/ptbxl/ptbxl_table.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <unordered_map>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

constexpr int k_first_fold = 1, k_last_fold = 10; // PTB-XL's strat_fold

struct Columns {
    std::size_t ecg_id, patient_id, strat_fold, filename;
    std::optional<std::size_t> age, sex;
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
    if (!missing.empty())
        fail(header.line,
             concat("missing column ", join(missing, ", "),
                    ". The tables of PTB-XL 1.0.1 to 1.0.3 have it. Download the file again."));
    const auto place_of = [&](const char* name) -> std::optional<std::size_t> {
        const auto begin = header.fields.begin(), end = header.fields.end();
        const auto found = std::find(begin, end, name);
        if (found == end) return std::nullopt;
        return static_cast<std::size_t>(found - begin);
    };
    return {places[0], places[1], places[2], places[3], place_of("age"), place_of("sex")};
}

/// Parses an integer; both "15709.0" and "15709" are valid.
std::optional<long long> whole_number(const std::string& text) {
    constexpr double k_limit = 9007199254740992; // 2^53: limit of exact integers
    double value = 0;
    if (!parse_number(text, value) || !(value >= 0 && value < k_limit)) return std::nullopt;
    if (value != std::floor(value)) return std::nullopt;
    return static_cast<long long>(value);
}

/// Age in years, limited to 90. PTB-XL stores 300 for ages over 89 for privacy (Wagner et al.
/// 2020); such values would distort averages.
std::string age_of(const std::string& text) {
    constexpr long long k_oldest_told = 90;
    const auto years = whole_number(text);
    return years ? concat(std::min(*years, k_oldest_told)) : std::string();
}

/// PTB-XL: 0 male, 1 female.
std::string sex_of(const std::string& text) {
    const auto code = whole_number(text);
    if (!code || *code > 1) return {};
    return *code == 0 ? "male" : "female";
}

long long number_in(const CsvRow& row, std::size_t column, const char* name) {
    const auto number = whole_number(row.fields[column]);
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

PtbxlRow read_row(const CsvRow& csv, const Columns& columns, std::size_t field_count) {
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
    if (columns.age) row.info.age = age_of(csv.fields[*columns.age]);
    if (columns.sex) row.info.sex = sex_of(csv.fields[*columns.sex]);
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

std::vector<PtbxlRow> read_ptbxl_table(std::string_view csv_text, int rate_hz) {
    CsvReader reader(csv_text, k_ptbxl_table_name);
    const auto header = reader.next();
    if (!header)
        fail(1, "the table is empty. Expected a header line with column names. Download the file "
                "again.");
    const Columns columns = find_columns(*header, rate_hz);
    std::vector<PtbxlRow> rows;
    while (const auto row = reader.next())
        rows.push_back(read_row(*row, columns, header->fields.size()));
    if (rows.empty())
        fail(header->line,
             "the table has no rows. There is no record to render. Download the file again.");
    require_unique(rows, "ecg_id", [](const PtbxlRow& row) { return row.ecg_id; });
    require_unique(rows, "the record name", [](const PtbxlRow& row) { return row.info.name; });
    return rows;
}

} // namespace ecgpress
