// Pictures of a stored page that are not stored themselves.
#pragma once

#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// The page's JPEG; of a page that is stored as crops alone, they on white, each in its place.
/// Empty if there are none either. @throws DataError
Bytes page_jpeg(const Sample& sample);

/// A small JPEG, `width_px` wide or less.
Bytes thumbnail_jpeg(const Image& page, int width_px);

/// Where the ink of two leads lies, each pixel's second largest coverage by any mask, as PNG: the
/// stored mask, or else made from the leads' masks. Empty if two never meet. @throws DataError
Bytes overlap_png(const Sample& sample);

} // namespace ecgpress
