// Pictures and ink seen through a lattice. Positions are whole numbers throughout, so that the same
// bytes come out whatever the processor offers.
#pragma once

#include "core/image.hpp"
#include "page/lattice.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// A drawing as it is seen in the image: each image pixel takes its colour from between four of the
/// drawing's, to 1/256 px; for a pixel beyond its edges the drawing goes on as it ends, farther
/// away there is nothing.
Image resampled(const Image& drawing, const Lattice& lattice);

/// How much of each image pixel the drawing covers, 0-255, grey: its outline, smooth.
Image coverage_of_drawing(int drawing_width_px, int drawing_height_px, const Lattice& lattice);

/// Ink on the drawing as it lies in the image.
InkMask resampled(const InkMask& ink, const Lattice& lattice);

} // namespace ecgpress
