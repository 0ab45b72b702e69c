#include "pipeline/checks/truth_check.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// float32 has a significand of 24 bits.
constexpr double k_float_rounding = 1.0 / (1 << 24);

// Remainder of Newton's method when a warp is inverted, plus rounding of float32 positions mapped
// through the warp. Both are far below a pixel.
constexpr double k_warp_rounding_px = 0.01;

bool is_near(double y_px, double expected, bool warped) {
    const double rounding =
        warped ? k_warp_rounding_px : k_float_rounding * (1 + std::abs(expected));
    return std::abs(y_px - expected) <= rounding;
}

/// Problem of the first sample whose position does not match its signal; "" if there is none.
std::string sample_problem(const OracleLead& lead) {
    for (std::size_t i = 0; i < lead.signal_mv.size(); ++i) {
        const double x = double{lead.truth.sample_x_px[i]}, y = double{lead.truth.sample_y_px[i]};
        const bool gap = std::isnan(lead.signal_mv[i]);
        if (std::isnan(x) != gap || std::isnan(y) != gap)
            return concat("sample ", i, " is a gap in the ",
                          gap ? "signal, but not in the trace truth"
                              : "trace truth, but not in the signal");
        if (gap) continue;
        const double there = lead.warp ? lead.warp->drawing_from_image({x, y}).y_px : y;
        const double expected = lead.baseline_y_px - lead.signal_mv[i] * lead.px_per_mv;
        if (!is_near(there, expected, lead.warp != nullptr))
            return concat("sample ", i, " is at y = ", shortest(there), " px, its signal at ",
                          shortest(expected), " px");
    }
    return {};
}

} // namespace

Problems check_truth(const OracleLead& lead) {
    Problems problems;
    const TraceTruth& truth = lead.truth;
    const std::size_t count = lead.signal_mv.size();
    if (truth.sample_x_px.size() != count || truth.sample_y_px.size() != count ||
        truth.sample_flags.size() != count) {
        problems.push_back(concat("trace truth has ", truth.sample_x_px.size(), " x positions, ",
                                  truth.sample_y_px.size(), " y positions and ",
                                  truth.sample_flags.size(), " flags. The signal has ", count,
                                  " samples."));
        return problems;
    }
    const std::string problem = sample_problem(lead);
    if (!problem.empty()) problems.push_back(problem);
    const auto is_flag = [](std::uint8_t flag) { return flag <= 1; };
    if (truth.column_y_px.size() != truth.column_steep.size() ||
        !std::all_of(truth.column_steep.begin(), truth.column_steep.end(), is_flag))
        problems.push_back("trace truth does not have one flag, 0 or 1, per column");
    return problems;
}

} // namespace ecgpress
