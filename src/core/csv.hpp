// Comma-separated values as RFC 4180 defines them, read row by row with line numbers for error
// messages.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

struct CsvRow {
    std::size_t line =
        0; ///< where it starts in the file, from 1 (a quoted field may hold line breaks)
    std::vector<std::string> fields;
};

/// Walks over a text that outlives it. Quoted fields may hold commas, line breaks and doubled
/// quotes; lines end with LF or CR LF; blank lines and a UTF-8 byte order mark are skipped.
class CsvReader {
  public:
    /// @param name  the file's name, for messages
    CsvReader(std::string_view text, std::string name);

    /// The next row, or nothing at the end.
    /// @throws DataError with file and line: a quote that is never closed, text beside a quoted
    /// field, a NUL byte, a lone CR
    std::optional<CsvRow> next();

  private:
    std::string field();
    std::string quoted_field();
    std::string plain_field();
    bool at_end() const { return position_ == text_.size(); }
    /// Takes a line end, if there is one here.
    bool take_line_end();
    [[noreturn]] void fail(std::size_t line, const std::string& problem) const;

    std::string_view text_;
    std::string name_;
    std::size_t position_ = 0, line_ = 1;
};

} // namespace ecgpress
