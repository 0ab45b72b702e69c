#include "signal/simulated/simulated_heart.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "core/random.hpp"

namespace ecgpress {
namespace {

constexpr double k_lowest_bpm = 45, k_highest_bpm = 120;
constexpr double k_reach_sigmas = 4.5; // beyond it, a Gaussian of 1 mV is below 0.1 uV

/// Times are relative to the R peak, for a cycle of one second.
using Part = DipoleGaussian;
using Vector = DipoleVector;

// Our own values, chosen so that the leads have the amplitudes and intervals of a healthy adult
// (Surawicz and Knilans, "Chou's Electrocardiography in Clinical Practice", 6th ed. 2008, chapter
// 1): P 0.1 s and below 0.25 mV, PR 0.12-0.2 s, QRS 0.08-0.1 s with septal q, R growing from V1 to
// V4, S shrinking, QTc 0.35-0.44 s.
constexpr Part k_p[] = {{-0.165, 0.018, {0.09, 0.10, -0.05}}, // right atrium: forward
                        {-0.135, 0.020, {0.13, 0.08, 0.05}}}; // left atrium: to the back
constexpr Part k_qrs[] = {
    {-0.022, 0.008, {-0.12, -0.02, -0.35}},                   // septum: to the right and forward
    {0.000, 0.011, {1.05, 0.85, 0.15}},                       // free walls: left, down
    {0.016, 0.011, {0.35, 0.25, 0.75}},                       // lateral wall: left, back
    {0.034, 0.009, {-0.20, -0.15, 0.25}}};                    // base: right, up, back
constexpr Part k_t[] = {{0.240, 0.055, {0.13, 0.10, -0.09}},  // slow rise
                        {0.290, 0.030, {0.20, 0.15, -0.14}}}; // steeper end

struct Beat {
    double r_peak_s, cycle_s;
    double breath; ///< -1 ... 1: phase of breathing, which rotates and scales the dipole
};

double radians(double degrees) {
    return degrees * k_pi / 180;
}

/// Rotates in the frontal plane (about z), then in the horizontal plane (about y).
Vector turned(Vector v, double frontal, double horizontal) {
    const double x = v.x * cos_of(frontal) - v.y * sin_of(frontal);
    const double y = v.x * sin_of(frontal) + v.y * cos_of(frontal);
    return {x * cos_of(horizontal) - v.z * sin_of(horizontal), y,
            x * sin_of(horizontal) + v.z * cos_of(horizontal)};
}

Vector scaled(Vector v, double factor) {
    return {v.x * factor, v.y * factor, v.z * factor};
}

/// The waves of a patient: those of the tables above, rotated, scaled and shifted.
struct Morphology {
    std::vector<Part> p, qrs, t;
};

/// Scale of the T wave: 6 % of the patients have inverted T waves, 10 % flat ones, the others
/// upright ones of various sizes. Our own choice.
double t_scale(Rng& rng) {
    const double kind = rng.uniform();
    if (kind < 0.06) return -rng.uniform(0.2, 0.8);
    if (kind < 0.16) return rng.uniform(0.15, 0.4);
    return rng.uniform(0.6, 1.5);
}

Morphology morphology_of(std::uint64_t seed, std::uint64_t patient) {
    Rng axis(seed, patient, "simulated.axis");
    const double frontal = radians(axis.uniform(-45, 25)),
                 horizontal = radians(axis.uniform(-20, 20));
    const double t_frontal = frontal * 0.4 + radians(axis.uniform(-12, 12));
    const double t_horizontal = horizontal * 0.4 + radians(axis.uniform(-12, 12));

    Rng size(seed, patient, "simulated.size");
    const double p_scale = size.uniform(0.6, 1.3);
    const double qrs_scale = std::clamp(exp_of(0.25 * size.normal()), 0.45, 1.7);
    const double repolarisation = t_scale(size);

    Rng interval(seed, patient, "simulated.interval");
    const double p_shift_s = interval.uniform(-0.035, 0.02);
    const double qrs_stretch = interval.uniform(0.9, 1.25);
    const double t_stretch = interval.uniform(0.94, 1.1);

    Morphology result;
    for (const Part& part : k_p)
        result.p.push_back(
            {part.centre_s + p_shift_s, part.sigma_s, scaled(part.peak_mv, p_scale)});
    for (const Part& part : k_qrs) {
        const double own_scale =
            qrs_scale * size.uniform(0.8, 1.2); // varies the shape of the complexes
        result.qrs.push_back({part.centre_s * qrs_stretch, part.sigma_s * qrs_stretch,
                              turned(scaled(part.peak_mv, own_scale), frontal, horizontal)});
    }
    for (const Part& part : k_t)
        result.t.push_back({part.centre_s * t_stretch, part.sigma_s * t_stretch,
                            turned(scaled(part.peak_mv, repolarisation), t_frontal, t_horizontal)});
    return result;
}

/// All beats that affect the record. The cycle length varies with the Mayer waves (0.1 Hz) and with
/// breathing (McSharry et al., section II-C). The distributions are our own choice.
std::vector<Beat> beats_of(std::uint64_t seed, std::uint64_t record, double duration_s) {
    constexpr double k_mayer_hz = 0.1, k_margin_s = 1.5;
    Rng rng(seed, record, "simulated.rate");
    const double bpm = std::clamp(74 + 15 * rng.normal(), k_lowest_bpm + 5, k_highest_bpm - 8);
    const double breath_hz = rng.uniform(0.18, 0.33), breath_phase = rng.uniform(0, 2 * k_pi);
    const double mayer_phase = rng.uniform(0, 2 * k_pi);
    const double breath_swing = rng.uniform(0.005, 0.035), mayer_swing = rng.uniform(0.005, 0.025);
    double time_s = -k_margin_s - rng.uniform(0, 60 / bpm);
    std::vector<Beat> beats;
    while (time_s < duration_s + k_margin_s) {
        const double breath = sin_of(2 * k_pi * breath_hz * time_s + breath_phase);
        const double mayer = sin_of(2 * k_pi * k_mayer_hz * time_s + mayer_phase);
        const double jitter = std::clamp(0.004 * rng.normal(), -0.01, 0.01);
        const double cycle_s =
            60 / bpm * (1 + breath_swing * breath + mayer_swing * mayer + jitter);
        beats.push_back({time_s, cycle_s, breath});
        time_s += cycle_s;
    }
    return beats;
}

void add_gaussian(Dipole& dipole, const DipoleGaussian& gaussian, double rate_hz) {
    const auto last = static_cast<double>(dipole.x_mv.size()) - 1;
    const double reach_s = k_reach_sigmas * gaussian.sigma_s;
    const double first = std::max(0.0, std::ceil((gaussian.centre_s - reach_s) * rate_hz));
    const double end = std::min(last, std::floor((gaussian.centre_s + reach_s) * rate_hz));
    if (!(first <= end)) return;
    for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(end); ++i) {
        const double height = height_of(gaussian, static_cast<double>(i) / rate_hz);
        dipole.x_mv[i] += height * gaussian.peak_mv.x;
        dipole.y_mv[i] += height * gaussian.peak_mv.y;
        dipole.z_mv[i] += height * gaussian.peak_mv.z;
    }
}

/// The Gaussians of a wave in a beat.
/// @param shift, stretch  factors of the waves' centres and widths for this cycle length
std::vector<DipoleGaussian> in_beat(const std::vector<Part>& parts, const Beat& beat, double shift,
                                    double stretch) {
    constexpr double k_breath_scale = 0.03, k_breath_turn_degrees = 2;
    std::vector<DipoleGaussian> result;
    result.reserve(parts.size());
    for (const Part& part : parts)
        result.push_back({beat.r_peak_s + part.centre_s * shift, part.sigma_s * stretch,
                          turned(scaled(part.peak_mv, 1 - k_breath_scale * beat.breath),
                                 radians(k_breath_turn_degrees * beat.breath), 0)});
    return result;
}

BeatGaussians gaussians_of(const Morphology& morphology, const Beat& beat) {
    const double root = std::sqrt(beat.cycle_s); // Bazett, as in McSharry et al.
    const double pr = 0.75 + 0.25 * root;        // PR shortens slightly, QRS does not
    return {in_beat(morphology.p, beat, pr, 1), in_beat(morphology.qrs, beat, 1, 1),
            in_beat(morphology.t, beat, root, root)};
}

} // namespace

double height_of(const DipoleGaussian& gaussian, double time_s) {
    const double off = (time_s - gaussian.centre_s) / gaussian.sigma_s;
    return exp_of(-0.5 * off * off);
}

std::vector<BeatGaussians> simulated_gaussians(std::uint64_t seed, std::uint64_t patient,
                                               std::uint64_t record, double duration_s) {
    const Morphology morphology = morphology_of(seed, patient);
    std::vector<BeatGaussians> result;
    for (const Beat& beat : beats_of(seed, record, duration_s))
        result.push_back(gaussians_of(morphology, beat));
    return result;
}

BeatGaussians gaussians_at_rest(std::uint64_t seed, std::uint64_t patient) {
    return gaussians_of(morphology_of(seed, patient), {0, 1, 0});
}

Dipole simulate_dipole(std::uint64_t seed, std::uint64_t patient, std::uint64_t record,
                       std::size_t samples, double rate_hz) {
    Dipole dipole{std::vector<double>(samples), std::vector<double>(samples),
                  std::vector<double>(samples)};
    for (const BeatGaussians& beat :
         simulated_gaussians(seed, patient, record, static_cast<double>(samples) / rate_hz))
        for (const std::vector<DipoleGaussian>& wave : beat)
            for (const DipoleGaussian& gaussian : wave) add_gaussian(dipole, gaussian, rate_hz);
    return dipole;
}

double simulated_rate_bpm(std::uint64_t seed, std::uint64_t record, double duration_s) {
    double beats = 0, time_s = 0;
    for (const Beat& beat : beats_of(seed, record, duration_s)) {
        if (beat.r_peak_s < 0 || beat.r_peak_s + beat.cycle_s >= duration_s) continue;
        ++beats;
        time_s += beat.cycle_s;
    }
    return 60 * beats / time_s;
}

} // namespace ecgpress
