// Text on a page that was added after printing.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Returns the ink of a text on the drawing, rotated clockwise about the left end of its baseline.
/// @param slant  mm to the right per mm up, as in handwriting
InkMask lettering(const Scene& scene, const Typeface& typeface, const std::string& text,
                  const PointMm& anchor, double size_mm, double turn_rad, double slant = 0);

/// Returns an invented note as people write it on ECG pages.
std::string handwritten_note(Rng& random);

} // namespace ecgpress
