// Words that are put on a page by hand or by machine.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// A text's ink on the drawing, turned about the left end of its baseline (clockwise).
InkMask lettering(const Scene& scene, const Typeface& typeface, const std::string& text,
                  const PointMm& anchor, double size_mm, double turn_rad);

/// Invented things that people write on an ECG.
std::string handwritten_note(Rng& random);

} // namespace ecgpress
