#include "core/tables/csv.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
// The characters that end the scan of a field. The lengths include the NUL.
constexpr std::string_view k_plain_end(",\r\n\"\0", 5);
constexpr std::string_view k_quoted_end("\"\n\0", 3);

} // namespace

std::string separator_problem(const std::vector<std::string>& columns) {
    if (columns.size() != 1) return {};
    for (const auto& [letter, name] : {std::pair(';', "a semicolon"), std::pair('\t', "a tab"),
                                       std::pair('|', "a vertical bar")})
        if (columns[0].find(letter) != std::string::npos)
            return concat("the separator is ", name, ", not a comma");
    return {};
}

CsvReader::CsvReader(std::string_view text, std::string name)
    : text_(text), name_(std::move(name)) {
    if (text_.substr(0, k_byte_order_mark.size()) == k_byte_order_mark)
        position_ = k_byte_order_mark.size();
}

std::optional<CsvRow> CsvReader::next() {
    while (take_line_end()) continue; // skips blank lines
    if (at_end()) return std::nullopt;
    CsvRow row;
    row.line = line_;
    row.fields.push_back(field());
    while (!at_end() && !take_line_end()) {
        ++position_; // skip the comma; field() stops only there or at a line end
        row.fields.push_back(field());
    }
    return row;
}

std::string CsvReader::field() {
    const bool quoted = !at_end() && text_[position_] == '"';
    std::string value = quoted ? quoted_field() : plain_field();
    if (at_end() || text_[position_] == ',' || text_[position_] == '\n') return value;
    if (text_.substr(position_, 2) == "\r\n") return value;
    if (text_[position_] == '\0') fail(line_, "NUL byte. The file is not a text file");
    if (text_[position_] == '\r')
        fail(line_, "carriage return inside a line. Lines must end with LF or CR LF");
    fail(line_, quoted ? "text after a quoted field. Expected a comma or a line end"
                       : "quote inside an unquoted field. Fields with quotes must be quoted");
}

std::string CsvReader::quoted_field() {
    const std::size_t opened = line_;
    std::string value;
    ++position_;
    while (true) {
        const std::size_t end =
            std::min(text_.find_first_of(k_quoted_end, position_), text_.size());
        value.append(text_.substr(position_, end - position_));
        position_ = end;
        if (at_end()) fail(opened, "unclosed quoted field. The file may be truncated");
        if (text_[position_] == '\0') fail(line_, "NUL byte. The file is not a text file");
        const bool quote = text_[position_] == '"';
        const bool doubled = text_.substr(position_, 2) == "\"\"";
        position_ += doubled ? 2 : 1;
        if (quote && !doubled) return value; // a doubled quote is an escaped one
        value.push_back(quote ? '"' : '\n');
        if (!quote) ++line_;
    }
}

std::string CsvReader::plain_field() {
    const std::size_t end = std::min(text_.find_first_of(k_plain_end, position_), text_.size());
    std::string value(text_.substr(position_, end - position_));
    position_ = end;
    return value;
}

bool CsvReader::take_line_end() {
    const std::size_t length = text_.substr(position_, 1) == "\n"     ? 1
                               : text_.substr(position_, 2) == "\r\n" ? 2
                                                                      : 0;
    position_ += length;
    if (length != 0) ++line_;
    return length != 0;
}

void CsvReader::fail(std::size_t line, const std::string& problem) const {
    throw DataError(concat(name_, ":", line, ": ", problem, ". Correct or replace the file."));
}

} // namespace ecgpress
