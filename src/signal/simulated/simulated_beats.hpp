// The beats of simulated records, from the Gaussians of which their waves consist.
#pragma once

#include <cstdint>

#include "signal/beats.hpp"

namespace ecgpress {

/// A wave lasts as long as the magnitude of its dipole, without the other waves and without noise,
/// is at least this share of its largest magnitude in the beat. Of P and T it is e^-2: a Gaussian
/// has this height where the tangent at its steepest point meets the baseline, which is the usual
/// end of a wave (E. Lepeschkin and B. Surawicz, Circulation 6:378-388 (1952)). A QRS complex has
/// small first and last parts, which belong to it: 2 % of a usual one are 0.03 mV, on paper the
/// width of the line.
constexpr double k_simulated_wave_share = 0.1353352832366127, k_simulated_qrs_share = 0.02;

/// The beats of simulate_record(seed, index, rate_hz). Onset and offset of a wave are the first and
/// the last sample that belong to it: the same in all leads, because the dipole is. The peak is of
/// each lead: the extremum of the wave there, positive or negative as the larger deflection of the
/// lead is in the patient's beat without breathing.
/// @return points before the record's start and after its end are included, except sample -1
RecordBeats simulated_beats(std::uint64_t seed, std::uint64_t index, int rate_hz);

} // namespace ecgpress
