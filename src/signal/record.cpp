#include "signal/record.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "signal/lead_lookup.hpp"

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

bool is_value(double value) {
    return !std::isnan(value);
}

template <class Iterator> bool is_flat(Iterator begin, Iterator end) {
    const auto first = std::find_if(begin, end, is_value);
    return std::all_of(first, end,
                       [&](double value) { return !is_value(value) || value == *first; });
}

// No heart is still for so long in a lead with exactly equal samples: noise changes the last digit.
constexpr double k_least_padding_s = 1;

/// Replaces equal samples at the beginning by gaps. @return whether the whole range is equal
template <class Iterator>
bool remove_first_padding(Iterator begin, Iterator end, std::ptrdiff_t least_samples) {
    const auto first = std::find_if(begin, end, is_value);
    if (first == end) return true;
    const auto past = std::find_if(first, end, [&](double value) { return value != *first; });
    if (past != end && past - first >= least_samples)
        std::fill(first, past, std::numeric_limits<double>::quiet_NaN());
    return past == end;
}

/// "I, II, V1", or "no lead".
std::string leads_text(const Record& record) {
    std::vector<std::string> names;
    for (const Lead lead : all_leads())
        if (!record.lead_mv(lead).empty()) names.emplace_back(name_of(lead));
    return names.empty() ? "no lead" : join(names, ", ");
}

/// @throws DataError
void require_scale(const std::vector<double>& values_mv, const std::string& what) {
    const auto large = std::find_if(values_mv.begin(), values_mv.end(), is_out_of_sense);
    if (large != values_mv.end())
        throw DataError(concat(what, " has the value ", *large, " mV in sample ",
                               large - values_mv.begin(), ". The limit is ", k_largest_mv,
                               " mV. Check its gain and unit, or exclude the record."));
}

/// Checks that one lead that has at least one sample is complete. @throws DataError
void require_complete(const std::vector<double>& values_mv, SampleWindow window, double rate_hz,
                      const std::string& what) {
    constexpr const char* k_advice = "Exclude the record, or set source.incomplete: print.";
    const std::size_t end = window.first + window.count;
    if (end > values_mv.size())
        throw DataError(concat(what, " has ", values_mv.size(), " samples. The page shows samples ",
                               window.first, " to ", end, ". Use a shorter layout. ", k_advice));
    const auto begin = values_mv.begin() + static_cast<std::ptrdiff_t>(window.first);
    const auto past = begin + static_cast<std::ptrdiff_t>(window.count);
    if (std::none_of(begin, past, is_value))
        throw DataError(concat(what, " has no value in samples ", window.first, " to ", end,
                               ". There is nothing to draw. ", k_advice));
    const auto count = std::count_if(begin, past, is_value);
    const bool is_long = static_cast<double>(count) >= k_least_padding_s * rate_hz;
    if ((is_long && is_flat(begin, past)) || is_flat(values_mv.begin(), values_mv.end()))
        throw DataError(concat(what, " is flat. Each of the ", window.count, " samples from ",
                               window.first, " on is the same value or a gap. ", k_advice));
}

} // namespace

void remove_padding(Record& record) {
    const auto least_samples =
        std::max<std::ptrdiff_t>(2, std::lround(k_least_padding_s * record.rate_hz));
    for (std::vector<double>& values : record.leads_mv)
        if (!remove_first_padding(values.begin(), values.end(), least_samples))
            remove_first_padding(values.rbegin(), values.rend(), least_samples);
}

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

PartWindow window_of(const RecordPart& part, std::size_t sample_count, double rate_hz) {
    assert(part.length_s > 0 && part.place >= 0 && part.place < 1);
    const std::size_t wanted = std::max<std::size_t>(1, nearest_sample(part.length_s, rate_hz));
    if (sample_count <= wanted) return {{0, sample_count}, {0, sample_count}};
    const auto places = static_cast<double>(sample_count - wanted + 1);
    const auto first = static_cast<std::size_t>(part.place * places);
    const std::size_t begin = std::min(first, sample_count - wanted), end = begin + wanted,
                      margin = nearest_sample(part.margin_s, rate_hz),
                      before = std::min(margin, begin),
                      after = std::min(margin, sample_count - end);
    return {{begin - before, before + wanted + after}, {before, wanted}};
}

void cut_to(Record& record, SampleWindow window) {
    for (std::vector<double>& values : record.leads_mv)
        if (!values.empty()) {
            const auto first = values.begin() + static_cast<std::ptrdiff_t>(window.first);
            values = {first, first + static_cast<std::ptrdiff_t>(window.count)};
        }
    record.start_s += static_cast<double>(window.first) / record.rate_hz;
}

void require_printable(const Record& record, const std::vector<Lead>& leads, double start_s,
                       double duration_s, Incomplete incomplete) {
    const SampleWindow window = sample_window(start_s, duration_s, record.rate_hz);
    for (const Lead lead : leads) {
        const std::string what = concat("record ", record.name, ": lead ", name_of(lead));
        require_scale(record.lead_mv(lead), what);
        if (incomplete == Incomplete::print) continue;
        if (record.lead_mv(lead).empty())
            throw DataError(concat(what, " is missing. The page shows it. The record has ",
                                   leads_text(record), ". ",
                                   lead_name_advice(lead, record.other_signals),
                                   "Exclude the record, or set source.incomplete: print."));
        require_complete(record.lead_mv(lead), window, record.rate_hz, what);
    }
}

} // namespace ecgpress
