// Comma-separated values (RFC 4180), read row by row. Error messages contain line numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

struct CsvRow {
    std::size_t line = 0; ///< of the row's first character, from 1; rows may span lines
    std::vector<std::string> fields;
};

/// "the separator is a semicolon, not a comma", or a tab or a vertical bar, if that is why a table
/// has only one column; else empty.
std::string separator_problem(const std::vector<std::string>& columns);

/// Reads a text, which must outlive the reader. Quoted fields may contain commas, line breaks and
/// doubled quotes. Lines end with LF or CR LF. Blank lines and a UTF-8 byte order mark are skipped.
class CsvReader {
  public:
    /// @param name  file name for messages
    CsvReader(std::string_view text, std::string name);

    /// Returns the next row, or std::nullopt at the end.
    /// @throws DataError with file and line for an unclosed quote, text next to a quoted field, a
    /// NUL byte or a lone CR
    std::optional<CsvRow> next();

  private:
    std::string field();
    std::string quoted_field();
    std::string plain_field();
    bool at_end() const { return position_ == text_.size(); }
    /// Consumes a line end at the current position, if there is one.
    bool take_line_end();
    [[noreturn]] void fail(std::size_t line, const std::string& problem) const;

    std::string_view text_;
    std::string name_;
    std::size_t position_ = 0, line_ = 1;
};

} // namespace ecgpress
