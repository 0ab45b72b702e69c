// A CSV file with a line of column names, read row by row in flat memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// For tables whose fields hold no line break, as our own have none; other fields are read as RFC
/// 4180 has them. Errors name file and line.
class CsvTable {
  public:
    /// @throws IoError if it cannot be read, DataError if it has no first line
    explicit CsvTable(const std::filesystem::path& path);

    const std::vector<std::string>& names() const { return names_; }
    bool has(std::string_view name) const { return columns_.find(name) != columns_.end(); }
    /// A column's place, for rows by the million. @throws DataError if there is none
    std::size_t column(std::string_view name) const;

    /// Goes on to the next row. @return whether there is one @throws DataError
    bool next();
    /// Of the row. Texts last until the next. @throws DataError if there is no value, or no such
    std::string_view text(std::size_t column) const;
    double number(std::size_t column) const;
    std::uint64_t count(std::size_t column) const;
    /// Is the word in a list joined by `;`?
    bool lists(std::size_t column, std::string_view word) const;

    std::string_view text(std::string_view name) const { return text(column(name)); }
    double number(std::string_view name) const { return number(column(name)); }
    std::uint64_t count(std::string_view name) const { return count(column(name)); }
    bool lists(std::string_view name, std::string_view word) const {
        return lists(column(name), word);
    }
    /// A number of pixels, or of pixels to one: a million at most.
    int size(std::string_view name) const;
    /// Column `name`, a part of file names: of letters, digits, _ and -, so that none leads
    /// anywhere else.
    std::string name() const;

  private:
    void split();
    [[noreturn]] void fail(const std::string& problem) const;

    std::string name_; ///< of the file
    std::ifstream in_;
    std::size_t line_ = 0;
    std::string row_;
    std::vector<std::string_view> fields_;
    std::vector<std::string> unquoted_; ///< what the fields of a row with quotes lie in
    std::vector<std::string> names_;
    std::map<std::string, std::size_t, std::less<>> columns_;
};

} // namespace ecgpress
