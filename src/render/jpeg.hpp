// JPEG files through libjpeg-turbo.
#pragma once

#include "core/image.hpp"

namespace ecgpress {

/// Baseline JPEG with the slow integer DCT. Grey or RGB. @param dpi  written as the file's density
Bytes encode_jpeg(const Image& image, const JpegSettings& settings, double dpi);

/// @throws DataError if the bytes are no whole JPEG file
Image decode_jpeg(const Bytes& file);

} // namespace ecgpress
