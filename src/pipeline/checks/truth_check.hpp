// Compares a lead's trace truth with its signal.
#pragma once

#include "pipeline/checks/label_rules.hpp"
#include "pipeline/checks/oracle.hpp"

namespace ecgpress {

/// Checks a lead's trace truth against its signal: one position per sample, gaps where the signal
/// has gaps, each y equal to the signal's within rounding (on a distorted page: after mapping it
/// back to the undistorted page), and one steep flag per pixel column, 0 or 1.
Problems check_truth(const OracleLead& lead);

} // namespace ecgpress
