#include "core/csv_table.hpp"

#include <algorithm>
#include <utility>

#include "core/csv.hpp"
#include "core/error.hpp"
#include "core/text.hpp"

namespace ecgpress {

namespace {

constexpr long long k_largest_count = 1'000'000'000'000'000; // 1e15: sums of counts cannot overflow

} // namespace

CsvTable::CsvTable(const std::filesystem::path& path)
    : name_(path.filename().string()), in_(path, std::ios::binary) {
    if (!in_)
        throw IoError(
            concat("cannot read ", path.string(),
                   ". The file is missing or unreadable. Check the path and its permissions."));
    if (!next())
        throw DataError(
            concat(path.string(), " is empty. Expected a header line with column names."));
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        names_.emplace_back(fields_[i]);
        columns_[names_.back()] = i;
    }
}

bool CsvTable::next() {
    while (std::getline(in_, row_)) {
        ++line_;
        if (!row_.empty() && row_.back() == '\r') row_.pop_back();
        if (row_.empty()) continue;
        split();
        return true;
    }
    return false;
}

void CsvTable::split() {
    fields_.clear();
    if (row_.find('"') != std::string::npos) {
        auto row = CsvReader(row_, concat(name_, ":", line_)).next();
        unquoted_ = row ? std::move(row->fields) : std::vector<std::string>();
        fields_.assign(unquoted_.begin(), unquoted_.end());
        return;
    }
    // Rows without quotes need no copies: the fields are views of row_.
    const std::string_view row = row_;
    for (std::size_t begin = 0; begin <= row.size();) {
        const std::size_t end = std::min(row.find(',', begin), row.size());
        fields_.push_back(row.substr(begin, end - begin));
        begin = end + 1;
    }
}

std::size_t CsvTable::column(std::string_view name) const {
    const auto found = columns_.find(name);
    if (found == columns_.end()) fail(concat("column `", name, "` not found"));
    return found->second;
}

std::string_view CsvTable::text(std::size_t column) const {
    if (column >= fields_.size()) fail(concat("no value in column `", names_.at(column), "`"));
    return fields_[column];
}

double CsvTable::number(std::size_t column) const {
    double value = 0;
    if (!parse_number(text(column), value))
        fail(concat("column `", names_.at(column), "` has \"", printable(text(column)),
                    "\". Expected a number"));
    return value;
}

std::uint64_t CsvTable::count(std::size_t column) const {
    long long value = 0;
    if (!parse_number(text(column), value) || value < 0 || value > k_largest_count)
        fail(concat("column `", names_.at(column), "` has \"", printable(text(column)),
                    "\". Expected an integer from 0 to ", k_largest_count));
    return static_cast<std::uint64_t>(value);
}

bool CsvTable::lists(std::size_t column, std::string_view word) const {
    const std::string_view list = text(column);
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(';', begin), list.size());
        if (list.substr(begin, end - begin) == word) return true;
        begin = end + 1;
    }
    return false;
}

int CsvTable::size(std::string_view name) const {
    constexpr std::uint64_t k_largest_size = 1'000'000;
    const std::uint64_t value = count(name);
    if (value > k_largest_size)
        fail(concat("column `", name, "` has ", value, ". The limit is ", k_largest_size));
    return static_cast<int>(value);
}

std::string CsvTable::name() const {
    constexpr const char* k_letters = "0123456789abcdefghijklmnopqrstuvwxyz_-";
    std::string name(text("name"));
    if (name.empty() || name.find_first_not_of(k_letters) != std::string::npos)
        fail(concat("name \"", printable(name),
                    "\" is not valid. Use only lower-case letters, digits, _ and -"));
    return name;
}

void CsvTable::fail(const std::string& problem) const {
    throw DataError(concat(name_, ":", line_, ": ", problem, "."));
}

} // namespace ecgpress
