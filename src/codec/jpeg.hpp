// JPEG files through libjpeg-turbo.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/image.hpp"

namespace ecgpress {

enum class ChromaSubsampling { none, half }; // 4:4:4, 4:2:0

/// How a page image is written as JPEG.
struct JpegSettings {
    int quality = 95;
    ChromaSubsampling subsampling = ChromaSubsampling::half;
    /// EXIF orientation, 1 to 8 (JEITA CP-3451, tag 0x0112). 1: the file has no EXIF data.
    int orientation = 1;
};

/// Pixels per inch as stored in a JFIF header: 16 bits, not 0.
inline std::uint16_t jfif_density(double dpi) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(dpi, 1.0, 65535.0)));
}

/// Encodes a grey or RGB image as baseline JPEG with the accurate integer DCT (JDCT_ISLOW). @param
/// dpi  written as the file's density
Bytes encode_jpeg(const Image& image, const JpegSettings& settings, double dpi);

/// @throws DataError if the bytes are not a complete JPEG file
Image decode_jpeg(const Bytes& file);

/// The same in the memory of an image that is no longer needed, if that has the size of the result.
Image decode_jpeg_into(Image memory, const Bytes& file);

} // namespace ecgpress
