#include "signal/simulated/simulated_beats.hpp"

#include <cmath>
#include <vector>

#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_heart.hpp"
#include "signal/simulated/simulated_patients.hpp"

namespace ecgpress {
namespace {

constexpr double k_searched_sigmas = 3; // beyond it, a Gaussian is below 1.2 %

/// A wave's dipole at each sample around it, without the other waves.
struct SampledWave {
    std::int64_t first = 0; ///< sample of the first value
    std::vector<DipoleVector> values_mv;
};

SampledWave sampled(const std::vector<DipoleGaussian>& gaussians, double rate_hz) {
    double from_s = gaussians.front().centre_s, to_s = from_s;
    for (const DipoleGaussian& one : gaussians) {
        from_s = std::min(from_s, one.centre_s - k_searched_sigmas * one.sigma_s);
        to_s = std::max(to_s, one.centre_s + k_searched_sigmas * one.sigma_s);
    }
    SampledWave wave;
    wave.first = static_cast<std::int64_t>(std::floor(from_s * rate_hz));
    const auto last = static_cast<std::int64_t>(std::ceil(to_s * rate_hz));
    for (std::int64_t i = wave.first; i <= last; ++i) {
        DipoleVector sum{0, 0, 0};
        for (const DipoleGaussian& one : gaussians) {
            const double height = height_of(one, static_cast<double>(i) / rate_hz);
            sum = {sum.x + height * one.peak_mv.x, sum.y + height * one.peak_mv.y,
                   sum.z + height * one.peak_mv.z};
        }
        wave.values_mv.push_back(sum);
    }
    return wave;
}

double in_lead(const DipoleVector& dipole, const LeadVector& lead) {
    return lead.x * dipole.x + lead.y * dipole.y + lead.z * dipole.z;
}

double value_at(const SampledWave& wave, std::int64_t sample, const LeadVector& lead) {
    return in_lead(wave.values_mv[static_cast<std::size_t>(sample - wave.first)], lead);
}

/// Samples, both included.
struct Extent {
    std::int64_t first, last;
};

/// The sample of the largest value in a lead, or of the lowest one.
std::int64_t extremum(const SampledWave& wave, Extent extent, const LeadVector& lead,
                      bool is_positive) {
    std::int64_t best = extent.first;
    for (std::int64_t i = extent.first; i <= extent.last; ++i) {
        const double value = value_at(wave, i, lead), before = value_at(wave, best, lead);
        if (is_positive ? value > before : value < before) best = i;
    }
    return best;
}

/// Whether the larger deflection of a wave in a lead is positive.
bool is_upright(const SampledWave& wave, Extent extent, const LeadVector& lead) {
    const double high = value_at(wave, extremum(wave, extent, lead, true), lead),
                 low = value_at(wave, extremum(wave, extent, lead, false), lead);
    return high >= -low;
}

/// The first and the last sample at which the magnitude is at least `share` of its maximum.
Extent extent_of(const SampledWave& wave, double share) {
    std::vector<double> squares;
    double most = 0;
    for (const DipoleVector& value : wave.values_mv) {
        squares.push_back(value.x * value.x + value.y * value.y + value.z * value.z);
        most = std::max(most, squares.back());
    }
    const auto belongs = [&](double square) { return square >= share * share * most; };
    const auto first = std::find_if(squares.begin(), squares.end(), belongs);
    const auto last = std::find_if(squares.rbegin(), squares.rend(), belongs);
    return {wave.first + (first - squares.begin()), wave.first + (squares.rend() - last) - 1};
}

} // namespace

RecordBeats simulated_beats(std::uint64_t seed, std::uint64_t index, int rate_hz) {
    constexpr double k_fine_hz = 500, k_shares[] = {k_simulated_wave_share, k_simulated_qrs_share,
                                                    k_simulated_wave_share};
    const std::uint64_t patient = simulated_patient(index);
    const BeatGaussians rest = gaussians_at_rest(seed, patient);
    bool upright[k_wave_count][k_lead_count];
    for (std::size_t i = 0; i < k_wave_count; ++i) {
        const SampledWave wave = sampled(rest[i], k_fine_hz);
        for (const Lead lead : all_leads())
            upright[i][index_of(lead)] =
                is_upright(wave, extent_of(wave, k_shares[i]), simulated_lead(lead));
    }
    RecordBeats result;
    result.source = "simulated";
    for (const BeatGaussians& gaussians :
         simulated_gaussians(seed, patient, index, k_simulated_duration_s)) {
        RecordBeat beat;
        beat.symbol = "N";
        for (std::size_t i = 0; i < k_wave_count; ++i) {
            const auto wave = static_cast<BeatWave>(i);
            const SampledWave values = sampled(gaussians[i], rate_hz);
            const Extent extent = extent_of(values, k_shares[i]);
            for (const Lead lead : all_leads()) {
                beat.at(lead, onset_of(wave)) = extent.first;
                beat.at(lead, offset_of(wave)) = extent.last;
                beat.at(lead, peak_of(wave)) =
                    extremum(values, extent, simulated_lead(lead), upright[i][index_of(lead)]);
            }
        }
        result.beats.push_back(beat);
    }
    return result;
}

} // namespace ecgpress
