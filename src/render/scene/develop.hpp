// Renders a scene: turns the drawing of a page into its image.
#pragma once

#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Applies all artifacts of a scene, and moves the ink of traces and texts to its place in the
/// image.
/// @param drawing  scene.drawing_width_px() x scene.drawing_height_px(), with its blank
/// @param lattice  map_of(scene)
RenderedPage develop(RenderedPage drawing, const Scene& scene, const Lattice* lattice);

} // namespace ecgpress
