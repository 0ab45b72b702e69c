// Reads SHA256SUMS beside the list of files that should be in it, in the same order.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_file.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Memory does not grow with the file. Lines that are not a digest and a path are passed over.
class SumsWalk {
  public:
    /// @throws IoError, DataError, here and below, if the file cannot be read
    explicit SumsWalk(const std::filesystem::path& release);

    /// Continues at a position that position() returned. 0 is the start.
    void seek(std::uint64_t position);
    /// Moves forward to the line of a file. @return false, without moving, if there is none
    bool find(const std::string& path);
    /// Takes the line of a file, which is the next line or one of the next 2,000. @return its
    /// digest; no value if there is none
    std::optional<std::string> take(const std::string& path);
    /// Paths of the lines that the last take() passed over.
    const std::vector<std::string>& passed() const { return passed_; }
    /// The next line, which is not taken; null at the end.
    const WrittenFile* next();
    void skip();

    /// Where the next line begins; at the end, more than any position in the file.
    std::uint64_t position();

  private:
    struct Line {
        WrittenFile file;
        std::uint64_t begin = 0;
    };
    /// Reads lines until there are `count` ahead. @return whether there are
    bool read_ahead(std::size_t count);
    std::optional<std::string_view> read_line();

    InputFile file_;
    std::string buffer_;
    std::size_t used_ = 0;   ///< bytes of the buffer whose lines were read
    std::uint64_t read_ = 0; ///< bytes of the file whose lines were read
    std::deque<Line> ahead_; ///< lines that were read and not taken
    std::vector<std::string> passed_;
};

} // namespace ecgpress
