// Samples the style of a page from settings with distributions.
#pragma once

#include <cstdint>
#include <functional>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

/// One page's style. Each key is sampled from a separate random stream.
PageStyle drawn_style(const StyleSettings& settings, std::uint64_t seed, std::uint64_t page);

/// Calls check(style) for styles in which every sampled value is at an end of its range, until
/// check returns false: for all such styles if there are at most `most` (and 4096), otherwise for a
/// random selection with a fixed seed.
void for_extremes(const StyleSettings& settings, std::uint64_t most,
                  const std::function<bool(const PageStyle&)>& check);

} // namespace ecgpress
