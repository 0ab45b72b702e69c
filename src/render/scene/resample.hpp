// Resampling of images through a lattice (decision 0013). All positions are integers, so
// the result is byte-identical on any processor.
#pragma once

#include "core/image.hpp"
#include "page/lattice.hpp"

namespace ecgpress {

/// Resamples a drawing to the image: bilinear interpolation between four pixels, with positions
/// rounded to 1/256 px. Within a lattice cell of its edges the drawing continues with its last
/// pixels; farther away the image is black.
/// @param memory  of an earlier image, for the result
Image resampled(const Image& drawing, const Lattice& lattice, Bytes memory = {});

/// Returns the share of each image pixel that the drawing covers, 0-255, as a grey image with a
/// smooth outline.
Image coverage_of_drawing(int drawing_width_px, int drawing_height_px, const Lattice& lattice);

} // namespace ecgpress
