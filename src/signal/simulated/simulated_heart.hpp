// The simulated heart: times of beats and the resulting electric dipole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "signal/beats.hpp"

namespace ecgpress {

/// One value per sample, in mV, in Frank's coordinates: x to the left, y to the feet, z to the
/// back.
struct Dipole {
    std::vector<double> x_mv, y_mv, z_mv;
};

/// The model of Sameni, Clifford, Jutten and Shamsollahi, "Multichannel ECG and Noise Modeling:
/// Application to Maternal and Fetal ECG Signals", EURASIP J. Adv. Signal Process. 2007:43407: each
/// axis of the dipole is a sum of Gaussians about points of the cardiac cycle. It extends McSharry,
/// Clifford, Tarassenko and Smith, "A dynamical model for generating synthetic electrocardiogram
/// signals", IEEE Trans. Biomed. Eng. 50(3):289-294 (2003). Two features of that model are used as
/// well: the spectrum of heart rate variability with two peaks, and the T wave that is stretched
/// with the square root of the cycle length.
/// @param patient  determines the morphology
/// @param record   determines the heart rate and its variation
Dipole simulate_dipole(std::uint64_t seed, std::uint64_t patient, std::uint64_t record,
                       std::size_t samples, double rate_hz);

/// A vector in mV, in Frank's coordinates.
struct DipoleVector {
    double x, y, z;
};

/// One Gaussian of the dipole.
struct DipoleGaussian {
    double centre_s, sigma_s;
    DipoleVector peak_mv;
};

/// The height of a Gaussian at a time, 0 to 1.
double height_of(const DipoleGaussian& gaussian, double time_s);

/// The Gaussians of a beat, of each BeatWave.
using BeatGaussians = std::array<std::vector<DipoleGaussian>, k_wave_count>;

/// The Gaussians of all beats that affect the first `duration_s` of a record, and of a few more.
/// Times are from the record's start. Their sum is the dipole.
std::vector<BeatGaussians> simulated_gaussians(std::uint64_t seed, std::uint64_t patient,
                                               std::uint64_t record, double duration_s);

/// The same of a patient's beat of one second, without breathing. Times are from its R peak.
BeatGaussians gaussians_at_rest(std::uint64_t seed, std::uint64_t patient);

/// The mean heart rate of the first `duration_s` of a record, in beats per minute.
double simulated_rate_bpm(std::uint64_t seed, std::uint64_t record, double duration_s);

} // namespace ecgpress
