#include "pipeline/expected/sums_walk.hpp"

#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_ahead = 2000;
constexpr std::size_t k_read_bytes = 64 << 10, k_longest_line = 1 << 20;

} // namespace

SumsWalk::SumsWalk(const fs::path& release) : file_(InputFile::below(release, k_sums_file)) {}

void SumsWalk::seek(std::uint64_t position) {
    read_ = position;
    buffer_.clear();
    used_ = 0;
    ahead_.clear();
}

bool SumsWalk::find(const std::string& path) {
    const std::uint64_t begin = position();
    while (read_ahead(1)) {
        if (ahead_.front().file.path == path) return true;
        ahead_.pop_front();
    }
    seek(begin);
    return false;
}

std::optional<std::string> SumsWalk::take(const std::string& path) {
    passed_.clear();
    for (std::size_t i = 0; i < k_most_ahead && read_ahead(i + 1); ++i) {
        if (ahead_[i].file.path != path) continue;
        for (std::size_t k = 0; k < i; ++k) passed_.push_back(std::move(ahead_[k].file.path));
        std::string sha256 = std::move(ahead_[i].file.sha256);
        ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return sha256;
    }
    return std::nullopt;
}

const WrittenFile* SumsWalk::next() {
    return read_ahead(1) ? &ahead_.front().file : nullptr;
}

void SumsWalk::skip() {
    if (read_ahead(1)) ahead_.pop_front();
}

std::uint64_t SumsWalk::position() {
    return read_ahead(1) ? ahead_.front().begin : std::numeric_limits<std::uint64_t>::max();
}

bool SumsWalk::read_ahead(std::size_t count) {
    while (ahead_.size() < count) {
        const std::uint64_t begin = read_;
        const auto line = read_line();
        if (!line) return false;
        if (auto file = parse_sums_line(*line)) ahead_.push_back({std::move(*file), begin});
    }
    return true;
}

std::optional<std::string_view> SumsWalk::read_line() {
    for (;;) {
        const std::size_t end = buffer_.find('\n', used_);
        if (end != std::string::npos) {
            const std::string_view line(buffer_.data() + used_, end - used_);
            used_ = end + 1;
            read_ += line.size() + 1;
            return line;
        }
        buffer_.erase(0, std::exchange(used_, 0));
        if (read_ >= file_.size()) return std::nullopt;
        const std::size_t kept = buffer_.size();
        if (kept >= k_longest_line)
            throw DataError(concat(file_.path().string(), " has a line of more than ",
                                   k_longest_line, " bytes"));
        buffer_.resize(kept + k_read_bytes);
        buffer_.resize(kept + file_.read_at(read_ + kept, buffer_.data() + kept, k_read_bytes));
        if (buffer_.size() > kept) continue;
        read_ += kept; // a last line without a line end
        return kept == 0 ? std::nullopt : std::optional<std::string_view>(buffer_);
    }
}

} // namespace ecgpress
