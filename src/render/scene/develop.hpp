// From a drawing to the picture of it: carries out what a scene says.
#pragma once

#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// The page as it is seen in the scene, with its traces' and texts' ink where it lies in the
/// picture. @param drawing  of scene.drawing_width_px x scene.drawing_height_px, with its blank
/// @param lattice  map_of(scene)
RenderedPage develop(RenderedPage drawing, const Scene& scene, const Lattice* lattice);

// Its stages, in their order.

/// Ink comes onto the paper as the printer has it: fading, failing dots, bleeding, the back's
/// print.
void print_ink(RenderedPage& page, const Scene& scene);

/// The paper with all that happened to it, lying flat: stains, marks, shaded relief.
struct Paper {
    Image image;
    Image alpha;  ///< 0-255: where there is paper; empty: everywhere
    Image hidden; ///< 0-255: what covers the print; empty: nothing
};
Paper soil_paper(Image image, const Scene& scene);

/// The page in a display's pixels, if it is shown on one.
void put_on_display(Image& image, const Scene& scene);

/// A display's grating as a camera's colour filter samples it; its glow and bands.
void show_on_screen(Image& image, const Scene& scene, const Lattice* lattice);

/// What a lens and a sensor see: light, blur, noise.
void expose(Image& image, const Scene& scene);

/// What is done to a picture afterwards.
void finish(Image& image, const Scene& scene);

/// The picture behind the page, with the page's shadow on it, and the page over it.
/// @param cover  0-255: how much of each pixel is page
void lay_on_desk(Image& image, const Image& cover, const Scene& scene);

} // namespace ecgpress
