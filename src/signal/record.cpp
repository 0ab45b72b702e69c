#include "signal/record.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

// The end of one window and the start of the next are often computed by different sums (k * d + d,
// (k + 1) * d), and windows often end at half a sample (2.5 s at 257 Hz is 642.5). Without this
// offset, the two could round to different samples.
constexpr double k_rounding_slack_samples = 1e-6;

std::size_t nearest_sample(double time_s, double rate_hz) {
    return static_cast<std::size_t>(std::floor(time_s * rate_hz + 0.5 + k_rounding_slack_samples));
}

// The offset voltage of an electrode is within 0.3 V (monitors must tolerate this according to IEC
// 60601-2-27). Values far beyond indicate a wrong scale and would not fit on the paper.
constexpr double k_largest_mv = 1000;

bool is_out_of_sense(double value_mv) {
    return std::abs(value_mv) > k_largest_mv; // false for a gap (NaN)
}

bool is_flat(const std::vector<double>& values_mv) {
    const auto is_value = [](double value) { return !std::isnan(value); };
    const auto first = std::find_if(values_mv.begin(), values_mv.end(), is_value);
    return std::all_of(first, values_mv.end(),
                       [&](double value) { return !is_value(value) || value == *first; });
}

/// Checks one lead that has at least one sample. @throws DataError
void require_lead(const std::vector<double>& values_mv, SampleWindow window,
                  const std::string& what) {
    const std::size_t end = window.first + window.count;
    if (end > values_mv.size())
        throw DataError(concat(what, " has ", values_mv.size(), " samples. The page shows samples ",
                               window.first, " to ", end,
                               ". Use a shorter layout or exclude the record."));
    const auto begin = values_mv.begin() + static_cast<std::ptrdiff_t>(window.first);
    const bool all_gap = std::all_of(begin, begin + static_cast<std::ptrdiff_t>(window.count),
                                     [](double value) { return std::isnan(value); });
    if (all_gap)
        throw DataError(concat(what, " has no value in samples ", window.first, " to ", end,
                               ". There is nothing to draw. Exclude the record."));
    const auto large = std::find_if(values_mv.begin(), values_mv.end(), is_out_of_sense);
    if (large != values_mv.end())
        throw DataError(concat(what, " has the value ", *large, " mV in sample ",
                               large - values_mv.begin(), ". The limit is ", k_largest_mv,
                               " mV. Check its gain and unit, or exclude the record."));
    if (is_flat(values_mv))
        throw DataError(concat(what, " is flat. Each of its ", values_mv.size(),
                               " samples is the same value or a gap. Exclude the record."));
}

} // namespace

std::size_t Record::sample_count() const {
    for (const auto& values : leads_mv)
        if (!values.empty()) return values.size();
    return 0;
}

SampleWindow sample_window(double start_s, double duration_s, double rate_hz) {
    assert(start_s >= 0 && duration_s >= 0 && rate_hz > 0);
    const std::size_t first = nearest_sample(start_s, rate_hz);
    return {first, nearest_sample(start_s + duration_s, rate_hz) - first};
}

void require_printable(const Record& record, const std::vector<Lead>& leads, double start_s,
                       double duration_s) {
    const SampleWindow window = sample_window(start_s, duration_s, record.rate_hz);
    for (const Lead lead : leads) {
        const std::string what = concat("record ", record.name, ": lead ", name_of(lead));
        if (record.lead_mv(lead).empty())
            throw DataError(concat(what, " is missing. The page shows it. Exclude the record."));
        require_lead(record.lead_mv(lead), window, what);
    }
}

} // namespace ecgpress
