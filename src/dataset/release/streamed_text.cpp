#include "dataset/release/streamed_text.hpp"

#include <utility>

namespace ecgpress {

namespace {

constexpr std::size_t k_buffer_bytes = std::size_t{256} << 10;

} // namespace

StreamedText::StreamedText(const fs::path& release, std::string path)
    : path_(std::move(path)), out_(OutputFile::replacing(release / path_)) {}

void StreamedText::append(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= k_buffer_bytes) write();
}

WrittenFile StreamedText::finish() {
    write();
    out_.close();
    return {path_, digest_.finish(), size_};
}

void StreamedText::write() {
    digest_.update(buffer_);
    out_.append(buffer_);
    size_ += buffer_.size();
    buffer_.clear();
}

} // namespace ecgpress
