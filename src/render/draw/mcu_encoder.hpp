// Chosen MCUs of an image as JPEG segments that do not depend on each other, made by libjpeg-turbo.
#pragma once

#include <vector>

#include "core/image.hpp"
#include "render/draw/mcu_segments.hpp"

namespace ecgpress {

/// How an RGB image is cut into MCUs, numbered row by row from its top left corner.
struct McuGrid {
    McuGrid(const Image& image, ChromaSubsampling subsampling);

    int count() const { return columns * rows; }

    int side_px; ///< 8 or 16
    int columns, rows;
};

/// What stands before the segments in a JPEG file of this image.
/// @throws DataError if libjpeg refuses: no pixels, or more than 65500 in a row or column
Bytes encode_mcu_header(const Image& image, const JpegSettings& settings, double dpi);

/// The segments of some MCUs in their order, with the slow integer DCT; the pixels of a file that
/// is stitched from them are those of encode_jpeg. @param mcus  ascending
/// @throws DataError if libjpeg refuses
McuSegments encode_mcus(const Image& image, const JpegSettings& settings,
                        const std::vector<int>& mcus);

} // namespace ecgpress
