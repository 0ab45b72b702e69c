// Blending of ink and paper in byte arithmetic.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/image.hpp"

namespace ecgpress {

/// Returns paper + (ink - paper) * coverage / 255, rounded to nearest. In 16-bit arithmetic, which
/// compilers vectorise: x / 255 = (x + 1 + (x >> 8)) >> 8 for all x < 65535.
inline std::uint8_t blended(std::uint8_t paper, std::uint8_t ink, std::uint8_t coverage) {
    const auto left = static_cast<std::uint16_t>(paper * (255 - coverage));
    const auto x = static_cast<std::uint16_t>(left + ink * coverage + 127);
    return static_cast<std::uint8_t>(static_cast<std::uint16_t>(x + 1 + (x >> 8)) >> 8);
}

/// Returns a * b / 255, rounded to nearest.
inline std::uint8_t times(int a, int b) {
    return blended(0, static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b));
}

/// Clamps a value to 0-255.
inline std::uint8_t byte_of(int value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

/// A row of RGB pixels of one colour.
inline Bytes row_of(Colour colour, int width_px) {
    Bytes row;
    row.reserve(std::size_t{3} * static_cast<std::size_t>(width_px));
    for (int x = 0; x < width_px; ++x)
        row.insert(row.end(), {colour.red, colour.green, colour.blue});
    return row;
}

/// Blends ink onto one pixel of an RGB image.
inline void blend_pixel(std::uint8_t* rgb, Colour ink, std::uint8_t coverage) {
    rgb[0] = blended(rgb[0], ink.red, coverage);
    rgb[1] = blended(rgb[1], ink.green, coverage);
    rgb[2] = blended(rgb[2], ink.blue, coverage);
}

} // namespace ecgpress
