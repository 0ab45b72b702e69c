#include "signal/filter.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

/// y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]; `steady` is the response to a
/// constant 1.
struct Section {
    double b0, b1, b2, a1, a2;

    double steady() const { return (b0 + b1 + b2) / (1 + a1 + a2); }
};

// Formulas of the bilinear transform: R. Bristow-Johnson, Cookbook formulae for audio EQ biquad
// filter coefficients (W3C Note, 2021). Each filter runs twice, so the half-power frequency of both
// runs is where a single run leaves sqrt(1/2) of the power.

Section high_pass(double turns) {
    // The power gain of one run is w^2 / (w^2 + k^2) for the corner k. Both runs leave half of the
    // power where this is sqrt(1/2).
    const double corner = std::sqrt(std::sqrt(2.0) - 1);
    const double k = corner * sin_of_turns(turns / 2) / cos_of_turns(turns / 2);
    return {1 / (1 + k), -1 / (1 + k), 0, (k - 1) / (k + 1), 0};
}

Section low_pass(double turns) {
    // Likewise 1 / (1 + (w / k)^4) = sqrt(1/2).
    const double corner = 1 / std::sqrt(std::sqrt(std::sqrt(2.0) - 1));
    const double k = corner * sin_of_turns(turns / 2) / cos_of_turns(turns / 2);
    const double norm = 1 / (1 + std::sqrt(2.0) * k + k * k);
    return {k * k * norm, 2 * k * k * norm, k * k * norm, 2 * (k * k - 1) * norm,
            (1 - std::sqrt(2.0) * k + k * k) * norm};
}

Section notch(double turns, double width_turns) {
    const double alpha = sin_of_turns(width_turns / 2) / cos_of_turns(width_turns / 2);
    const double c = cos_of_turns(turns), norm = 1 / (1 + alpha);
    return {norm, -2 * c * norm, norm, -2 * c * norm, (1 - alpha) * norm};
}

/// Runs a filter once. The initial state is the steady state for the first value.
void run(std::vector<double>& values, const Section& s) {
    double x1 = values.front(), x2 = x1, y1 = s.steady() * x1, y2 = y1;
    for (double& value : values) {
        const double y = s.b0 * value + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2;
        x2 = x1;
        x1 = value;
        y2 = y1;
        y1 = y;
        value = y;
    }
}

/// Runs a filter in both directions. Both ends are extended by `memory` samples, point-mirrored at
/// the end value, to suppress transients.
void run_both_ways(std::vector<double>& piece, const Section& section, std::size_t memory) {
    const std::size_t count = piece.size(), pad = std::min(memory, count - 1);
    std::vector<double> padded;
    padded.reserve(count + 2 * pad);
    for (std::size_t i = pad; i > 0; --i) padded.push_back(2 * piece.front() - piece[i]);
    padded.insert(padded.end(), piece.begin(), piece.end());
    for (std::size_t i = 1; i <= pad; ++i)
        padded.push_back(2 * piece.back() - piece[count - 1 - i]);
    for (int way = 0; way < 2; ++way) {
        run(padded, section);
        std::reverse(padded.begin(), padded.end());
    }
    const auto first = padded.begin() + static_cast<std::ptrdiff_t>(pad);
    piece.assign(first, first + static_cast<std::ptrdiff_t>(count));
}

/// Calls change(piece) for each run of values without gaps.
template <class Change> void for_each_piece(std::vector<double>& values, const Change& change) {
    auto begin = values.begin();
    while (begin != values.end()) {
        begin = std::find_if_not(begin, values.end(), [](double v) { return std::isnan(v); });
        const auto end = std::find_if(begin, values.end(), [](double v) { return std::isnan(v); });
        // Flat pieces are not filtered, so that they stay exactly flat: require_printable detects
        // flat leads.
        if (std::adjacent_find(begin, end, std::not_equal_to<>()) != end) {
            std::vector<double> piece(begin, end);
            change(piece);
            std::copy(piece.begin(), piece.end(), begin);
        }
        begin = end;
    }
}

} // namespace

Record filtered(const Record& record, const FilterSettings& settings) {
    // Both ends are extended by two periods of the corner frequency (for the notch: of its width),
    // in which the transients decay.
    constexpr double k_notch_width_hz = 2, k_remembered_turns = 2;
    Record result = record;
    const double half_rate_hz = record.rate_hz / 2;
    const auto apply = [&](const Section& section, double lowest_hz) {
        const auto memory =
            static_cast<std::size_t>(k_remembered_turns * record.rate_hz / lowest_hz);
        for (std::vector<double>& values : result.leads_mv)
            for_each_piece(
                values, [&](std::vector<double>& piece) { run_both_ways(piece, section, memory); });
    };
    if (settings.high_pass_hz > 0)
        apply(high_pass(settings.high_pass_hz / record.rate_hz), settings.high_pass_hz);
    if (settings.low_pass_hz > 0 && settings.low_pass_hz < half_rate_hz)
        apply(low_pass(settings.low_pass_hz / record.rate_hz), settings.low_pass_hz);
    if (settings.notch_hz > 0 && settings.notch_hz < half_rate_hz)
        apply(notch(settings.notch_hz / record.rate_hz, k_notch_width_hz / record.rate_hz),
              k_notch_width_hz);
    return result;
}

Record centred(const Record& record, SampleWindow window) {
    Record result = record;
    for (std::vector<double>& values : result.leads_mv) {
        const std::size_t begin = std::min(window.first, values.size()),
                          end = std::min(window.first + window.count, values.size());
        std::vector<double> shown;
        for (std::size_t i = begin; i < end; ++i)
            if (!std::isnan(values[i])) shown.push_back(values[i]);
        if (shown.empty()) continue;
        const auto middle = shown.begin() + static_cast<std::ptrdiff_t>((shown.size() - 1) / 2);
        std::nth_element(shown.begin(), middle, shown.end());
        const double offset_mv = *middle;
        for (double& value : values) value = value - offset_mv + 0.0; // + 0.0: no negative zero
    }
    return result;
}

} // namespace ecgpress
