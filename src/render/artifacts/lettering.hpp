// Text on a page that was added after printing.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Returns the ink of a text on the drawing.
InkMask lettering(const Scene& scene, const TextRun& run);

/// Records what can be read on the marks added last, for the labels. All that draws text with a
/// typeface does.
void record_text(Scene& scene, PlacedLine line);
/// The same of a line that is one run.
void record_text(Scene& scene, const TextRun& run, const std::vector<TextPart>& parts);

/// Returns an invented note as people write it on ECG pages.
TextLine handwritten_note(Rng& random);

} // namespace ecgpress
