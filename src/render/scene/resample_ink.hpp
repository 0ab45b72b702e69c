// Resampling of ink and other shares of pixels through a lattice (decision 0013), in little time
// where there is none: most of a page.
#pragma once

#include "core/image.hpp"
#include "page/lattice.hpp"
#include "render/draw/rendered_page.hpp"

namespace ecgpress {

/// Resamples a grey image. Within a lattice cell of its edges it continues with its last values;
/// farther away it is 0.
Image resampled_greys(Image drawing, const Lattice& lattice);

/// Resamples ink from the drawing to the image.
InkMask resampled(const InkMask& ink, const Lattice& lattice);

} // namespace ecgpress
