#include "signal/simulated/simulated_noise.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "core/random.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_wander_count = 3;

/// Strengths of the types of noise in one record. The distributions are our own choice.
struct Strengths {
    std::array<double, k_wander_count> wander_hz{};
    double wander_mv = 0, muscle_mv = 0, mains_mv = 0, mains_hz = 0;
};

Strengths strengths_of(std::uint64_t seed, std::uint64_t record) {
    Rng rng(seed, record, "simulated.noise");
    Strengths strengths;
    strengths.wander_hz = {rng.uniform(0.05, 0.15), rng.uniform(0.15, 0.25),
                           rng.uniform(0.25, 0.4)};
    strengths.wander_mv = std::min(0.15, 0.04 * exp_of(0.8 * rng.normal()));
    strengths.muscle_mv = std::min(0.025, 0.006 * exp_of(0.7 * rng.normal()));
    strengths.mains_mv = rng.uniform() < 0.3 ? rng.uniform(0.001, 0.008) : 0;
    strengths.mains_hz = rng.below(2) == 0 ? 50 : 60;
    return strengths;
}

/// Adds a sine by rotating a vector once per sample: accurate enough over a record, and much faster
/// than a sine per sample.
void add_sine(std::vector<double>& signal, double frequency_hz, double amplitude, double phase,
              double rate_hz) {
    const double step = 2 * k_pi * frequency_hz / rate_hz;
    const double turn_cos = cos_of(step), turn_sin = sin_of(step);
    double sine = amplitude * sin_of(phase), cosine = amplitude * cos_of(phase);
    for (double& value : signal) {
        value += sine;
        const double next_sine = sine * turn_cos + cosine * turn_sin;
        cosine = cosine * turn_cos - sine * turn_sin;
        sine = next_sine;
    }
}

/// An approximately normal number of variance 1: the scaled sum of four random bytes (Irwin-Hall).
/// Faster than Rng::normal(), as one is needed per sample and electrode.
double rough_normal(Rng& rng) {
    constexpr double k_mean = 4 * 127.5;         // of a byte: (0 + 255) / 2
    constexpr double k_deviation = 147.79941361; // sqrt(4 (256^2 - 1) / 12)
    const std::uint32_t bits = rng.next_u32();
    const std::uint32_t sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24);
    return (sum - k_mean) / k_deviation;
}

/// White noise filtered by x[i] - x[i - 2], which at 500 Hz passes the band of muscle noise (mostly
/// 50 to 200 Hz).
void add_muscle(std::vector<double>& signal, double amplitude, Rng rng) {
    const double scale = amplitude / std::sqrt(2.0);
    double before = rough_normal(rng), now = rough_normal(rng);
    for (double& value : signal) {
        const double next = rough_normal(rng);
        value += scale * (next - before);
        before = now;
        now = next;
    }
}

} // namespace

ElectrodeNoise simulate_noise(std::uint64_t seed, std::uint64_t record, std::size_t samples,
                              double rate_hz) {
    const Strengths strengths = strengths_of(seed, record);
    ElectrodeNoise noise;
    for (std::size_t electrode = 0; electrode < k_electrode_count; ++electrode) {
        const std::uint64_t index = record * k_electrode_count + electrode;
        std::vector<double>& signal = noise[electrode];
        signal.resize(samples);
        Rng wander(seed, index, "simulated.wander");
        for (const double frequency_hz : strengths.wander_hz)
            add_sine(signal, frequency_hz, strengths.wander_mv * wander.uniform(0, 1.2),
                     wander.uniform(0, 2 * k_pi), rate_hz);
        Rng mains(seed, index, "simulated.mains");
        if (strengths.mains_mv > 0)
            add_sine(signal, strengths.mains_hz, strengths.mains_mv * mains.uniform(0.3, 1),
                     mains.uniform(0, 2 * k_pi), rate_hz);
        Rng muscle(seed, index, "simulated.muscle");
        add_muscle(signal, strengths.muscle_mv * muscle.uniform(0.5, 1.5), muscle);
    }
    return noise;
}

} // namespace ecgpress
