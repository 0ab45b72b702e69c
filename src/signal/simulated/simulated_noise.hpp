// Electrode noise of simulated records: baseline wander, muscle noise and mains hum.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecgpress {

/// The nine electrodes from which the twelve leads are derived (the right leg is only the
/// reference).
enum class Electrode { right_arm, left_arm, left_leg, c1, c2, c3, c4, c5, c6 };

constexpr std::size_t k_electrode_count = 9;

/// One value per sample for each electrode, in mV.
using ElectrodeNoise = std::array<std::vector<double>, k_electrode_count>;

/// Noise as in Sameni et al. (2007), section 4: wander between 0.05 and 0.4 Hz, hum at 50 or 60 Hz,
/// and broadband muscle noise. The strengths are sampled per record, the share of each electrode
/// per record and electrode.
ElectrodeNoise simulate_noise(std::uint64_t seed, std::uint64_t record, std::size_t samples,
                              double rate_hz);

} // namespace ecgpress
