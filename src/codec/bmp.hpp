// Binary masks as 1-bit BMP files: PIL and NumPy read foreground 1 and background 0, viewers show
// white on black. Source of the format: Microsoft's BITMAPFILEHEADER and BITMAPINFOHEADER pages.
#pragma once

#include "core/image.hpp"

namespace ecgpress {

constexpr std::uint8_t k_mask_threshold = 128; ///< a mask's BMP is 1 where its PNG is at least this

/// @param mask  grey coverage
Bytes encode_mask_bmp(const Image& mask);

/// Grey image of 0 and 1. @throws DataError if the bytes are no 1-bit BMP as written above
Image decode_mask_bmp(const Bytes& file);

} // namespace ecgpress
