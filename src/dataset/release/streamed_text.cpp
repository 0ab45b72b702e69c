#include "dataset/release/streamed_text.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_buffer_bytes = std::size_t{256} << 10;

} // namespace

// A stream does not report why it failed, but errno is still set directly afterwards. It is cleared
// before each step, so that no older reason is reported.
StreamedText::StreamedText(const fs::path& release, std::string path)
    : path_(std::move(path)), place_(release / path_) {
    std::error_code ignored;
    if (fs::is_symlink(fs::symlink_status(place_, ignored)))
        throw IoError(
            concat("cannot write ", place_.string(),
                   ". It is a symbolic link. Output is not written through symbolic links. "
                   "Remove the link."));
    errno = 0;
    out_.open(place_, std::ios::binary | std::ios::trunc);
    require_written();
}

void StreamedText::append(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= k_buffer_bytes) write();
}

WrittenFile StreamedText::finish() {
    write();
    errno = 0;
    out_.close();
    require_written();
    return {path_, digest_.finish()};
}

void StreamedText::write() {
    digest_.update(buffer_);
    errno = 0;
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    out_.flush();
    require_written();
    buffer_.clear();
}

void StreamedText::require_written() const {
    if (out_) return;
    const std::string reason =
        errno == 0 ? "the system reports no reason" : std::generic_category().message(errno);
    throw IoError(concat("cannot write ", place_.string(), ": ", reason,
                         ". Free some space there or check the permissions, then run the same ",
                         "command to resume."));
}

} // namespace ecgpress
