#include "core/line_reader.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_block_bytes = std::size_t{64} << 10;

} // namespace

LineReader::LineReader(InputFile file, std::size_t longest_line)
    : file_(std::move(file)), longest_line_(longest_line) {}

std::optional<std::string_view> LineReader::next() {
    std::size_t searched = begin_;
    for (;;) {
        const std::string_view unread(buffer_.data() + searched, end_ - searched);
        const std::size_t found = unread.find('\n');
        const bool ends = found != std::string_view::npos;
        const std::size_t size = searched - begin_ + (ends ? found : unread.size());
        if (size > longest_line_)
            throw DataError(concat(on_one_line(file_.path().string()), ":", number_ + 1,
                                   ": the line has more than ", longest_line_,
                                   " bytes. Check that it is the right file."));
        if (!ends) {
            searched = size; // fill() moves the beginning of the line to 0
            if (fill()) continue;
            if (size == 0) return std::nullopt;
        }
        const std::string_view line(buffer_.data() + begin_, size);
        begin_ += size + (ends ? 1 : 0);
        ++number_;
        terminated_ = ends;
        return line;
    }
}

/// Moves the unfinished line to the front and reads more behind it. @return false at the end
bool LineReader::fill() {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= std::exchange(begin_, 0);
    if (buffer_.size() < end_ + k_block_bytes)
        buffer_.resize(std::max(2 * buffer_.size(), end_ + k_block_bytes));
    const std::size_t got = file_.read(buffer_.data() + end_, buffer_.size() - end_);
    end_ += got;
    return got > 0;
}

} // namespace ecgpress
