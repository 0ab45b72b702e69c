// First stage of develop(): the ink on the paper.
#pragma once

#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Redraws the page's image with its ink as the printer left it: faded, with missing rows, bled,
/// halftoned, and with the print of the back showing through. Does nothing if scene.print is plain.
void print_ink(RenderedPage& page, const Scene& scene);

} // namespace ecgpress
