// A CSV file with a header line, read row by row in constant memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_file.hpp"

namespace ecgpress {

/// Returns whether a list with the separator `;` contains the word.
bool list_has(std::string_view list, std::string_view word);

/// Fields must not contain line breaks; the tables of this program never do. Otherwise fields
/// follow RFC 4180. Errors name file and line.
class CsvTable {
  public:
    /// @throws as InputFile; DataError if the file has no header line
    explicit CsvTable(const std::filesystem::path& path);
    explicit CsvTable(InputFile file);
    /// The next line without its line end, valid until the next call; nothing after the last one.
    using NextLine = std::function<std::optional<std::string_view>()>;
    /// A table whose lines come from elsewhere. @param name  in messages
    /// @throws DataError if it has no header line
    CsvTable(std::string name, NextLine next_line);

    const std::vector<std::string>& names() const { return names_; }
    bool has(std::string_view name) const { return columns_.find(name) != columns_.end(); }
    /// Index of a column. Look it up once for tables with many rows. @throws DataError if the
    /// column does not exist
    std::size_t column(std::string_view name) const;

    /// Reads the next row. @return false at the end @throws DataError
    bool next();
    /// The number of the row's line, from 1.
    std::size_t line() const { return static_cast<std::size_t>(line_); }
    /// Value of a column in the current row. Texts are valid until the next row. @throws DataError
    /// if the value is missing or of another type
    std::string_view text(std::size_t column) const;
    double number(std::size_t column) const;
    /// An integer from 0 to `largest`; with the default, sums of counts cannot overflow.
    std::uint64_t count(std::size_t column, std::uint64_t largest = 1'000'000'000'000'000) const;
    long long whole(std::size_t column, long long least, long long largest) const;
    /// A value that becomes part of file names. Only lower-case letters, digits, _ and - are
    /// allowed, so that it cannot point to another folder.
    std::string file_name(std::size_t column) const;
    /// Returns whether a list with the separator `;` contains the word.
    bool lists(std::size_t column, std::string_view word) const {
        return list_has(text(column), word);
    }

    std::string_view text(std::string_view name) const { return text(column(name)); }
    double number(std::string_view name) const { return number(column(name)); }
    std::uint64_t count(std::string_view name) const { return count(column(name)); }
    bool lists(std::string_view name, std::string_view word) const {
        return lists(column(name), word);
    }
    /// Reports that the row's value of a column is wrong. @param expected  "a number"
    /// @throws DataError always
    [[noreturn]] void refuse(std::size_t column, const std::string& expected) const;

  private:
    void split();
    [[noreturn]] void fail(const std::string& problem) const;

    std::string name_; ///< file name, for messages
    NextLine next_line_;
    std::size_t line_ = 0;
    std::string_view row_; ///< the current line
    std::vector<std::string_view> fields_;
    std::vector<std::string> unquoted_; ///< storage of the fields of a row with quotes
    std::vector<std::string> names_;
    std::map<std::string, std::size_t, std::less<>> columns_;
};

} // namespace ecgpress
