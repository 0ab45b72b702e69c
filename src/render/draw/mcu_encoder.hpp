// Encodes selected MCUs of an image as independent JPEG segments with libjpeg-turbo.
#pragma once

#include <vector>

#include "codec/jpeg.hpp"
#include "render/draw/mcu_segments.hpp"

namespace ecgpress {

/// Division of an RGB image into MCUs, numbered row by row from the top left corner.
struct McuGrid {
    McuGrid(const Image& image, ChromaSubsampling subsampling);

    int count() const { return columns * rows; }

    int side_px; ///< 8 or 16
    int columns, rows;
};

/// Returns the JPEG header of a file with this image: all bytes before the first segment. @throws
/// DataError if libjpeg rejects the size: no pixels, or more than 65500 in a row or column
Bytes encode_mcu_header(const Image& image, const JpegSettings& settings, double dpi);

/// Encodes the given MCUs, in order, with libjpeg's slow integer DCT. A file stitched from the
/// segments decodes to the same pixels as the result of encode_jpeg.
/// @param mcus  ascending
/// @throws DataError if libjpeg rejects the size
McuSegments encode_mcus(const Image& image, const JpegSettings& settings,
                        const std::vector<int>& mcus);

} // namespace ecgpress
