// CPU time of one page, stage by stage, beside what libjpeg-turbo and zlib need for the same
// pixels.
#pragma once

#include <cstddef>
#include <string>

namespace ecgpress::bench {

/// Times `pages` pages of each layout at 200 dpi and at the published framework's size, and prints
/// a table in ms CPU a page.
/// @return false if the 3x4 page at the framework's size needs more than the limit in README.md
bool report_stages(std::size_t pages);

} // namespace ecgpress::bench
