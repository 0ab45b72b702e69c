// CPU time of presets and artifacts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ecgpress::bench {

/// Prints a table of the CPU time of each standard preset on 3x4 pages of 2200x1700, next to the
/// time to encode them as JPEG.
void report_presets(std::size_t pages);

/// Prints a table of the CPU time that each single artifact adds, at three strengths.
/// @param names  the artifacts; empty: all
void report_artifacts(std::size_t pages, const std::vector<std::string>& names = {});

/// Prints a table of the CPU time of 3x4 pages of 2200x1700 that all differ from the last one in
/// their style (look), in their artifacts, or in both.
/// @param names  rows of the table; empty: all
void report_own_pages(std::size_t pages, const std::vector<std::string>& names = {});

} // namespace ecgpress::bench
