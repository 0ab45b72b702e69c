// What one electrode does to the leads of a recording.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

/// The electrodes whose potentials the 12 leads compare (right leg is the reference).
enum class Electrode { RA, LA, LL, V1, V2, V3, V4, V5, V6 };
constexpr std::size_t k_electrode_count = 9;

/// Share of an electrode's potential in each lead, in the order of Lead: Einthoven's and
/// Goldberger's limb leads, and Wilson's central terminal (RA + LA + LL) / 3 for the chest leads.
std::array<double, k_lead_count> share_in_leads(Electrode electrode);

/// Adds a potential at an electrode to all leads, so that they stay consistent (I + III = II).
/// @param potential_mv  one value per sample
void add_potential(Record& record, Electrode electrode, const std::vector<double>& potential_mv);

} // namespace ecgpress
