// The simulated heart: beats in time, and the electric dipole that they make.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecgpress {

/// One value a sample, in mV, in the Frank frame: x to the left, y to the feet, z to the back.
struct Dipole {
    std::vector<double> x_mv, y_mv, z_mv;
};

/// The model of Sameni, Clifford, Jutten and Shamsollahi, "Multichannel ECG and Noise Modeling:
/// Application to Maternal and Fetal ECG Signals", EURASIP J. Adv. Signal Process. 2007:43407: each
/// axis of the dipole is a sum of Gaussians about points of the cardiac cycle. It extends McSharry,
/// Clifford, Tarassenko and Smith, "A dynamical model for generating synthetic electrocardiogram
/// signals", IEEE Trans. Biomed. Eng. 50(3):289-294 (2003), whose two-peaked spectrum of heart rate
/// variability and whose stretching of the T wave with the root of the cycle's length are used as
/// well.
/// @param patient  the morphology is the patient's
/// @param record   the heart rate and its variation are the record's
Dipole simulate_dipole(std::uint64_t seed, std::uint64_t patient, std::uint64_t record,
                       std::size_t samples, double rate_hz);

} // namespace ecgpress
