// Styles of pages from settings in which values are drawn for each page.
#pragma once

#include <cstdint>
#include <functional>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

/// One page's style; each value is drawn from a stream of its own.
PageStyle drawn_style(const StyleSettings& settings, std::uint64_t seed, std::uint64_t page);

/// Calls check(style) for styles with every drawn value at an end of what is possible, until it is
/// false: for all of them if there are at most `most` (and 4096), else for some seeded ones.
void for_extremes(const StyleSettings& settings, std::uint64_t most,
                  const std::function<bool(const PageStyle&)>& check);

} // namespace ecgpress
