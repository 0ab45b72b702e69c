// What happens to a page between its drawing and its picture, and its labels with it.
#pragma once

#include "pipeline/press/printed_page.hpp"
#include "pipeline/press/run_inputs.hpp"

namespace ecgpress {

/// Carries out the planned artifacts on a drawn page: its picture, ink, lattice, labels and flags
/// become those of the damaged page.
void damage(PrintedPage& printed, const ImageFromPage& drawing, const RunInputs& inputs);

/// The share of a panel's samples, less its gaps, of which all can be seen.
double visible_fraction(const Bytes& flags, const std::vector<double>& signal_mv);

} // namespace ecgpress
