// Binary masks as 1-bit BMP files. PIL and NumPy read foreground 1 and background 0; image viewers
// show white on black. Format: Microsoft's documentation of BITMAPFILEHEADER and BITMAPINFOHEADER.
#pragma once

#include "core/image.hpp"

namespace ecgpress {

constexpr std::uint8_t k_mask_threshold = 128; ///< smallest coverage that is 1 in the BMP: half

/// @param mask  grey coverage
Bytes encode_mask_bmp(const Image& mask);

/// Returns a grey image of 0 and 1. @throws DataError if the file is not a 1-bit BMP as
/// encode_mask_bmp writes it
Image decode_mask_bmp(const Bytes& file);

} // namespace ecgpress
