// What can be seen of each sample of a page.
#pragma once

#include <vector>

#include "page/labels.hpp"
#include "page/trace_truth.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// SampleFlag's bits of each panel's samples; 0 for gaps.
std::vector<Bytes> sample_flags(const Labels& labels, const RenderedPage& page);

/// Takes the flag of ink away where the printer left less than a quarter of it.
void drop_faded(const Scene& scene, const std::vector<PointMm>& trace_mm, Bytes& flags);

/// The smallest rectangle that holds all of a trace's ink that nothing hides.
PixelRect visible_rect(const InkMask& trace, const RenderedPage& page);

} // namespace ecgpress
