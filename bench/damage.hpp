// What presets and artifacts cost.
#pragma once

#include <cstddef>

namespace ecgpress::bench {

/// A table: CPU time of each standard preset on 3x4 pages of 2200x1700, beside their JPEG encode.
void report_presets(std::size_t pages);

/// A table: what each artifact adds by itself, at three strengths.
void report_artifacts(std::size_t pages);

/// The mean ms CPU of a page of 2200x1700 with all labels, encode included, under a preset or
/// `default`.
double preset_ms(const char* preset, std::size_t pages);

} // namespace ecgpress::bench
