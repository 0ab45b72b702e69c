// Applies the artifacts to a page and to its labels.
#pragma once

#include <cstdint>

#include "pipeline/press/printed_page.hpp"
#include "pipeline/press/run_inputs.hpp"

namespace ecgpress {

/// Applies the artifacts of a page that are in the recording, before it is filtered and printed.
void disturb(Record& record, const PagePlan& plan, std::uint64_t seed);

/// Applies the artifacts that the print head or stylus has, after the filters of the style.
void record_by_machine(Record& record, const PagePlan& plan, std::uint64_t seed);

/// Applies the planned artifacts to a rendered page. Updates image, ink, lattice, labels and flags.
/// @param drawing  map from the page in mm to the undistorted image in px
void damage(PrintedPage& printed, const ImageFromPage& drawing, const RunInputs& inputs);

/// Share of a panel's samples, excluding gaps, that are fully visible: 0 to 1.
double visible_fraction(const Bytes& flags, const std::vector<double>& signal_mv);

} // namespace ecgpress
