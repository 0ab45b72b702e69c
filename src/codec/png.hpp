// PNG files, written by our own compressor and read by libspng.
#pragma once

#include "core/geometry.hpp"
#include "core/image.hpp"

namespace ecgpress {

/// Encodes as 8-bit grey or RGB, without metadata. The same pixels always give the same bytes.
Bytes encode_png(const Image& image);

/// Encodes a part of an image. @pre part is not empty and is inside the image
Bytes encode_png(const Image& image, const PixelRect& part);

/// Encodes an image without repetitions, such as a decoded JPEG file: each byte is predicted from
/// its neighbours (filter Paeth), and only runs of zeros are copies. An eighth of encode_png()'s
/// time, and two thirds of its size.
Bytes encode_noisy_png(const Image& image);

/// Decodes 8-bit grey (1 channel) or RGB. @throws DataError if the bytes are not a complete PNG
/// file of one of these types
Image decode_png(const Bytes& file);

} // namespace ecgpress
