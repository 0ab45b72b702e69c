#include "core/tables/csv_table.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "core/line_reader.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"

namespace ecgpress {

bool list_has(std::string_view list, std::string_view word) {
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(';', begin), list.size());
        if (list.substr(begin, end - begin) == word) return true;
        begin = end + 1;
    }
    return false;
}

CsvTable::CsvTable(const std::filesystem::path& path) : CsvTable(InputFile(path)) {}

CsvTable::CsvTable(InputFile file)
    // Braces: the name is taken before the file is moved.
    : CsvTable{file.path().filename().string(),
               [lines = std::make_shared<LineReader>(std::move(file))] { return lines->next(); }} {}

CsvTable::CsvTable(std::string name, NextLine next_line)
    : name_(std::move(name)), next_line_(std::move(next_line)) {
    if (!next())
        throw DataError(concat(name_, " is empty. Expected a header line with column names."));
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        names_.emplace_back(fields_[i]);
        columns_[names_.back()] = i;
    }
}

bool CsvTable::next() {
    while (const auto line = next_line_()) {
        ++line_;
        row_ = *line;
        if (!row_.empty() && row_.back() == '\r') row_.remove_suffix(1);
        if (row_.empty()) continue;
        split();
        return true;
    }
    return false;
}

void CsvTable::split() {
    fields_.clear();
    if (row_.find('"') != std::string_view::npos) {
        auto row = CsvReader(row_, concat(name_, ":", line_)).next();
        unquoted_ = row ? std::move(row->fields) : std::vector<std::string>();
        fields_.assign(unquoted_.begin(), unquoted_.end());
        return;
    }
    // Rows without quotes need no copies: the fields are views of row_.
    for (std::size_t begin = 0; begin <= row_.size();) {
        const std::size_t end = std::min(row_.find(',', begin), row_.size());
        fields_.push_back(row_.substr(begin, end - begin));
        begin = end + 1;
    }
}

std::size_t CsvTable::column(std::string_view name) const {
    const auto found = columns_.find(name);
    if (found == columns_.end()) {
        const std::string separator = separator_problem(names_);
        fail(concat("column `", name, "` not found", separator.empty() ? "" : ", because ",
                    separator));
    }
    return found->second;
}

std::string_view CsvTable::text(std::size_t column) const {
    if (column >= fields_.size()) fail(concat("no value in column `", names_.at(column), "`"));
    return fields_[column];
}

double CsvTable::number(std::size_t column) const {
    double value = 0;
    if (!parse_number(text(column), value)) refuse(column, "a number");
    return value;
}

std::uint64_t CsvTable::count(std::size_t column, std::uint64_t largest) const {
    const std::string_view field = text(column);
    std::uint64_t value = 0;
    const auto read = std::from_chars(field.data(), field.data() + field.size(), value);
    if (read.ec != std::errc() || read.ptr != field.data() + field.size() || value > largest)
        refuse(column, concat("an integer from 0 to ", largest));
    return value;
}

long long CsvTable::whole(std::size_t column, long long least, long long largest) const {
    long long value = 0;
    if (!parse_number(text(column), value) || value < least || value > largest)
        refuse(column, concat("an integer from ", least, " to ", largest));
    return value;
}

std::string CsvTable::file_name(std::size_t column) const {
    constexpr const char* k_letters = "0123456789abcdefghijklmnopqrstuvwxyz_-";
    const std::string_view name = text(column);
    if (name.empty() || name.find_first_not_of(k_letters) != std::string_view::npos)
        refuse(column, "a name of lower-case letters, digits, _ and -");
    return std::string(name);
}

void CsvTable::refuse(std::size_t column, const std::string& expected) const {
    fail(concat("column `", names_.at(column), "` has \"", printable(text(column)), "\". Expected ",
                expected));
}

void CsvTable::fail(const std::string& problem) const {
    throw DataError(concat(name_, ":", line_, ": ", problem, "."));
}

} // namespace ecgpress
