// PNG files: written by our own compressor, read by libspng.
#pragma once

#include "core/geometry.hpp"
#include "core/image.hpp"

namespace ecgpress {

/// 8-bit grey or RGB, no metadata. The same pixels always give the same bytes.
Bytes encode_png(const Image& image);

/// The same of a part of a picture. @pre part is not empty and lies in the image
Bytes encode_png(const Image& image, const PixelRect& part);

/// 8-bit grey (1 channel) or RGB. @throws DataError if the bytes are no whole PNG file of these
/// kinds
Image decode_png(const Bytes& file);

} // namespace ecgpress
