#include "render/draw/mcu_segments.hpp"

#include <cassert>
#include <cstring>

namespace ecgpress {
namespace {

// Second bytes of markers: ITU-T T.81, table B.1.
constexpr std::uint8_t k_marker = 0xFF, k_restart_0 = 0xD0, k_end_of_image = 0xD9;
constexpr std::size_t k_marker_bytes = 2;

/// Second byte of the marker after a segment: restart markers cycle through 0 ... 7 (ITU-T T.81,
/// B.2.1), and the last segment is followed by the end of the image.
std::uint8_t marker_behind(std::size_t mcu, std::size_t count) {
    return mcu + 1 == count ? k_end_of_image : static_cast<std::uint8_t>(k_restart_0 + mcu % 8);
}

} // namespace

McuSegments::McuSegments(Bytes data) : data_(std::move(data)) {
    for (std::size_t i = 0; i < data_.size(); i += k_marker_bytes) {
        const void* found = std::memchr(data_.data() + i, k_marker, data_.size() - i);
        if (found == nullptr) break;
        i = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - data_.data());
        // A byte 0xFF of coded data is followed by 0 (F.1.2.3).
        if (data_[i + 1] != 0) starts_.push_back(i + k_marker_bytes);
    }
}

void McuSegments::cut(std::size_t segment) {
    data_.resize(starts_[segment]);
    starts_.resize(segment + 1);
}

void McuSegments::append(McuSegments more) {
    if (count() == 0) {
        *this = std::move(more);
        return;
    }
    for (std::size_t i = 1; i < more.starts_.size(); ++i)
        starts_.push_back(data_.size() + more.starts_[i]);
    data_.insert(data_.end(), more.data_.begin(), more.data_.end());
}

void McuSegments::number_markers() {
    for (std::size_t i = 0; i < count(); ++i) data_[starts_[i + 1] - 1] = marker_behind(i, count());
}

Bytes stitch(const Bytes& before, const McuSegments& all, std::size_t count,
             const std::vector<int>& mcus, const McuSegments& segments) {
    assert(segments.count() == mcus.size() && count <= all.count());
    std::size_t size = before.size() + all.size(0, count) + segments.data().size();
    for (const int mcu : mcus) {
        const auto first = static_cast<std::size_t>(mcu);
        size -= all.size(first, first + 1);
    }
    Bytes file;
    file.reserve(size);
    const auto copy = [&file](const McuSegments& from, std::size_t first, std::size_t end) {
        file.insert(file.end(), from.at(first), from.at(first) + from.size(first, end));
    };
    file.insert(file.end(), before.begin(), before.end());
    std::size_t next = 0;
    for (std::size_t i = 0; i < mcus.size(); ++i) {
        const auto mcu = static_cast<std::size_t>(mcus[i]);
        copy(all, next, mcu);
        copy(segments, i, i + 1);
        file.back() = marker_behind(mcu, count);
        next = mcu + 1;
    }
    copy(all, next, count);
    file.back() = k_end_of_image;
    return file;
}

} // namespace ecgpress
