#include "pipeline/checks/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/elementary.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

// Limits of the challenge's scoring (see snr_db).
constexpr double k_most_shift_s = 0.5, k_most_offset_mv = 1;
// In samples: 0.5 s at 10 kHz. Bounds the run time, because untrusted input can contain any rate.
constexpr std::ptrdiff_t k_most_shift = 5000;
constexpr double k_most_db = 200; ///< above this the noise is only rounding

/// Maps a position in the image to the undistorted page, where x is time and y is voltage.
PointPx on_drawing(const OracleLead& lead, const PointPx& image) {
    return lead.warp ? lead.warp->drawing_from_image(image) : image;
}

/// A curve y(x) on the undistorted page, with increasing x.
struct Curve {
    std::vector<double> x_px, y_px;

    /// Adds a position in the image. It is ignored if x does not increase on the undistorted page.
    void add(const OracleLead& lead, const PointPx& image) {
        const PointPx point = on_drawing(lead, image);
        if (!x_px.empty() && point.x_px <= x_px.back()) return;
        x_px.push_back(point.x_px);
        y_px.push_back(point.y_px);
    }

    /// Linear interpolation between the points, constant outside them; NaN if there are none.
    double at(double x) const {
        if (x_px.empty()) return k_nan;
        const auto after = std::lower_bound(x_px.begin(), x_px.end(), x) - x_px.begin();
        const auto right = static_cast<std::size_t>(after);
        if (right == 0) return y_px.front();
        if (right == x_px.size()) return y_px.back();
        const double part = (x - x_px[right - 1]) / (x_px[right] - x_px[right - 1]);
        return y_px[right - 1] + part * (y_px[right] - y_px[right - 1]);
    }
};

double millivolts(const OracleLead& lead, double y_px) {
    return (lead.baseline_y_px - y_px) / lead.px_per_mv;
}

std::vector<double> read_curve(const OracleLead& lead, const Curve& curve) {
    std::vector<double> reading_mv;
    const TraceTruth& truth = lead.truth;
    for (std::size_t i = 0; i < truth.sample_x_px.size(); ++i) {
        const PointPx at =
            on_drawing(lead, {double{truth.sample_x_px[i]}, double{truth.sample_y_px[i]}});
        reading_mv.push_back(
            std::isnan(truth.sample_x_px[i]) ? k_nan : millivolts(lead, curve.at(at.x_px)));
    }
    return reading_mv;
}

/// Power of a sample; 0 in a gap.
double power_of(double signal_mv) {
    return std::isnan(signal_mv) ? 0 : signal_mv * signal_mv;
}

/// Noise energy (sum of squares, mV^2) of a reading shifted by `shift` samples, at the best offset.
/// With d = signal - reading over n samples, sum of (d - o)^2 = sum of d^2 - 2 o sum of d + n o^2
/// is smallest at o = mean of d; o is then limited. Samples without a reading add their own energy.
double noise_at(const std::vector<double>& signal_mv, const std::vector<double>& reading_mv,
                std::ptrdiff_t shift) {
    // Pointers instead of vectors: hardened builds check each index, which is slow in this loop.
    const double *signals = signal_mv.data(), *readings = reading_mv.data();
    const auto size = static_cast<std::ptrdiff_t>(reading_mv.size());
    double count = 0, sum = 0, square = 0, missing = 0;
    for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(signal_mv.size()); ++i) {
        const double signal = signals[i];
        if (std::isnan(signal)) continue;
        const std::ptrdiff_t at = i + shift;
        const bool there = at >= 0 && at < size;
        const double reading = there ? readings[at] : k_nan;
        if (std::isnan(reading)) {
            missing += signal * signal;
            continue;
        }
        count += 1;
        sum += signal - reading;
        square += (signal - reading) * (signal - reading);
    }
    if (count == 0) return missing;
    const double offset = std::clamp(sum / count, -k_most_offset_mv, k_most_offset_mv);
    return missing + std::max(0.0, square - 2 * offset * sum + count * offset * offset);
}

} // namespace

std::vector<double> read_samples(const OracleLead& lead) {
    std::vector<double> reading_mv;
    const TraceTruth& truth = lead.truth;
    for (std::size_t i = 0; i < truth.sample_x_px.size(); ++i) {
        const PointPx image{double{truth.sample_x_px[i]}, double{truth.sample_y_px[i]}};
        reading_mv.push_back(
            std::isnan(image.x_px) ? k_nan : millivolts(lead, on_drawing(lead, image).y_px));
    }
    return reading_mv;
}

std::vector<double> read_columns(const OracleLead& lead) {
    Curve curve;
    const TraceTruth& truth = lead.truth;
    for (std::size_t i = 0; i < truth.column_y_px.size(); ++i) {
        if (std::isnan(truth.column_y_px[i])) continue;
        curve.add(lead,
                  {truth.first_column + static_cast<double>(i), double{truth.column_y_px[i]}});
    }
    return read_curve(lead, curve);
}

std::vector<double> read_mask(const OracleLead& lead, const Image& mask) {
    if (mask.pixels.empty()) return {};
    const auto width = static_cast<std::size_t>(mask.width);
    std::vector<double> ink(width), moment(width);
    double *its_ink = ink.data(), *its_moment = moment.data();
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t* row = mask.row(y);
        for (std::size_t x = 0; x < width; ++x) {
            its_ink[x] += row[x];
            its_moment[x] += static_cast<double>(y) * row[x];
        }
    }
    // A mask can have several columns per pixel of its crop.
    const double column_px = static_cast<double>(lead.crop_px.width) / mask.width;
    Curve curve;
    for (std::size_t x = 0; x < width; ++x) {
        if (ink[x] == 0) continue;
        curve.add(lead, {lead.crop_px.x + (static_cast<double>(x) + 0.5) * column_px - 0.5,
                         lead.crop_px.y + moment[x] / ink[x]});
    }
    return read_curve(lead, curve);
}

double snr_db(const std::vector<double>& signal_mv, const std::vector<double>& reading_mv,
              double rate_hz) {
    double power = 0;
    for (const double value : signal_mv) power += power_of(value);
    if (power == 0) return k_nan;
    double noise = noise_at(signal_mv, reading_mv, 0);
    const auto count = static_cast<std::ptrdiff_t>(signal_mv.size());
    const double asked = k_most_shift_s * rate_hz;
    const auto most = std::min(
        asked > 0 ? static_cast<std::ptrdiff_t>(std::min<double>(asked, k_most_shift)) : 0, count);
    for (const std::ptrdiff_t sign : {1, -1}) {
        // Samples that a shift moves outside the reading are noise. Their energy grows with the
        // shift: once it exceeds the smallest noise so far, larger shifts cannot be better.
        double unmet = 0;
        for (std::ptrdiff_t shift = 1; shift <= most; ++shift) {
            const std::ptrdiff_t lost = sign > 0 ? count - shift : shift - 1;
            unmet += power_of(signal_mv[static_cast<std::size_t>(lost)]);
            if (unmet >= noise) break;
            noise = std::min(noise, noise_at(signal_mv, reading_mv, sign * shift));
        }
    }
    if (noise <= power * 1e-20) return k_most_db;
    return std::min(k_most_db, 10 * log_of(power / noise) / log_of(10));
}

void Oracle::add(const OracleLead& lead) {
    const std::array<std::vector<double>, k_oracle_count> readings{
        read_samples(lead), read_columns(lead), read_mask(lead, lead.mask_png),
        read_mask(lead, lead.mask_bmp)};
    for (std::size_t i = 0; i < k_oracle_count; ++i) {
        if (readings[i].empty()) continue;
        const double snr = snr_db(lead.signal_mv, readings[i], lead.rate_hz);
        if (std::isnan(snr)) continue;
        means_[i].sum += snr;
        means_[i].count += 1;
    }
}

OracleScores Oracle::scores() const {
    OracleScores scores;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        if (means_[i].count > 0) scores.db[i] = means_[i].sum / means_[i].count;
    return scores;
}

std::vector<std::string> under_floor(const OracleScores& scores, const OracleScores& floors_db) {
    std::vector<std::string> problems;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        if (scores.db[i] < floors_db.db[i]) // false for NaN
            problems.push_back(concat("oracle: the signal read from ", k_oracle_names[i], " has ",
                                      fixed(scores.db[i], 1), " dB, below the minimum of ",
                                      fixed(floors_db.db[i], 1), " dB"));
    return problems;
}

} // namespace ecgpress
