// Visibility of each sample of a page.
#pragma once

#include <vector>

#include "page/labels.hpp"
#include "page/trace_truth.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// Returns the SampleFlag bits of all samples, per panel; 0 for gaps.
std::vector<Bytes> sample_flags(const Labels& labels, const RenderedPage& page);

/// Clears k_ink_left where less than a quarter of the ink was printed.
void drop_faded(const Scene& scene, const std::vector<PointMm>& trace_mm, Bytes& flags);

/// Returns the smallest rectangle around the visible ink of a trace.
PixelRect visible_rect(const InkMask& trace, const RenderedPage& page);

} // namespace ecgpress
