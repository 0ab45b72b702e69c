// The image type that all libraries share: 8 bits per sample, rows from the top, no padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace ecgpress {

/// Encoded files and other raw bytes.
using Bytes = std::vector<std::uint8_t>;

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Colour& other) const {
        return red == other.red && green == other.green && blue == other.blue;
    }
    bool operator!=(const Colour& other) const { return !(*this == other); }
};

/// width x height pixels; channels is 1 (grey) or 3 (red, green, blue).
struct Image {
    int width = 0, height = 0, channels = 3;
    Bytes pixels;

    Image() = default;
    Image(int width_px, int height_px, int channel_count)
        : width(width_px), height(height_px), channels(channel_count),
          pixels(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) *
                 static_cast<std::size_t>(channel_count)) {}

    /// An image without rows, to which exactly height rows are appended: clearing it first, as the
    /// constructor above does, takes as long as copying it.
    /// @param memory  of an earlier image. New memory is slow: the system clears each page of it
    static Image to_append(int width_px, int height_px, Bytes memory = {}) {
        Image image;
        image.width = width_px;
        image.height = height_px;
        image.pixels = std::move(memory);
        image.pixels.clear();
        image.pixels.reserve(static_cast<std::size_t>(height_px) * image.stride());
        return image;
    }
    void append(const Bytes& row) { pixels.insert(pixels.end(), row.begin(), row.end()); }

    std::size_t stride() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    }
    std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * stride(); }
    const std::uint8_t* row(int y) const {
        return pixels.data() + static_cast<std::size_t>(y) * stride();
    }
};

/// Returns the first byte that is not 0, or `end`. Most of a mask is blank, so it checks 8 bytes
/// per step.
inline const std::uint8_t* first_ink(const std::uint8_t* at, const std::uint8_t* end) {
    for (std::uint64_t eight = 0; end - at >= 8; at += 8) {
        std::memcpy(&eight, at, sizeof eight);
        if (eight != 0) break;
    }
    while (at != end && *at == 0) ++at;
    return at;
}

} // namespace ecgpress
