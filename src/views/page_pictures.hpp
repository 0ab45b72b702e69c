// Images of a stored page that are not stored themselves.
#pragma once

#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Returns the JPEG of a page. If only its crops are stored, returns them on white at their
/// positions. Empty if there are no crops either. @throws DataError
Bytes page_jpeg(const Sample& sample);

/// Returns a small JPEG, at most `width_px` wide.
Bytes thumbnail_jpeg(const Image& page, int width_px);

/// Returns the overlap mask as PNG (each pixel's second largest coverage by any lead's mask): the
/// stored one, or else computed from the masks. Empty if no leads overlap. @throws DataError
Bytes overlap_png(const Sample& sample);

/// Returns the semantic mask with a colour for each class, as PNG. Empty if none is stored.
/// @throws DataError
Bytes semantic_colours_png(const Sample& sample);

} // namespace ecgpress
