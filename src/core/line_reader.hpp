// Reads a text file line by line in constant memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/input_file.hpp"

namespace ecgpress {

class LineReader {
  public:
    /// Far longer than any line that this program writes.
    static constexpr std::size_t k_longest_line = std::size_t{16} << 20;

    /// @param longest_line  in bytes
    explicit LineReader(InputFile file, std::size_t longest_line = k_longest_line);

    /// The next line without its line end, valid until the next call; nothing at the end of the
    /// file. A last line without a line end is a line, too.
    /// @throws DataError with file and line number if it is longer than allowed; IoError
    std::optional<std::string_view> next();

    /// Number of the line that `next` returned last, from 1.
    std::size_t number() const { return number_; }
    /// Did that line have a line end?
    bool is_terminated() const { return terminated_; }

  private:
    bool fill();

    InputFile file_;
    std::size_t longest_line_;
    std::string buffer_;
    std::size_t begin_ = 0, end_ = 0; ///< of what is not returned yet, in buffer_
    std::size_t number_ = 0;
    bool terminated_ = true;
};

} // namespace ecgpress
