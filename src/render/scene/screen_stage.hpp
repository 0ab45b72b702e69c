// Stage of develop() for photographs of a display: its pixels, moire, glow and bands.
#pragma once

#include "core/image.hpp"
#include "page/lattice.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Reduces the drawing to the display's pixels. Does nothing without a display, or if the display
/// is finer than the drawing.
void put_on_display(Image& image, const Scene& scene);

/// Applies the display's grating as a camera's colour filter samples it, its glow and its bands.
/// @param lattice  map from the image to the drawing; null: the image is the drawing
void show_on_screen(Image& image, const Scene& scene, const Lattice* lattice);

} // namespace ecgpress
