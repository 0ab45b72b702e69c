#include "signal/plausibility.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "signal/median.hpp"
#include "signal/unit.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_records = 16;
constexpr double k_piece_s = 2;
// A low voltage ECG has less than 0.5 mV in limb leads, hypertrophy up to 5 mV in chest leads. The
// limits leave a factor of ten and four for medians over all leads.
constexpr double k_lowest_mv = 0.05, k_highest_mv = 20, k_unusual_mv = 5;

/// Highest minus lowest value; 0 if there are only gaps.
double height(const double* begin, const double* end) {
    double low = 0, high = 0;
    bool is_first = true;
    for (const double* value = begin; value != end; ++value) {
        if (std::isnan(*value)) continue;
        low = is_first ? *value : std::min(low, *value);
        high = is_first ? *value : std::max(high, *value);
        is_first = false;
    }
    return high - low;
}

void add_amplitudes(const Record& record, std::vector<double>& amplitudes) {
    const auto piece = static_cast<std::size_t>(std::max(
        1.0, std::min(k_piece_s * record.rate_hz, static_cast<double>(record.sample_count()))));
    for (const std::vector<double>& values : record.leads_mv) {
        std::vector<double> heights;
        for (std::size_t at = 0; at + piece <= values.size(); at += piece)
            if (const double mv = height(&values[at], &values[at] + piece); mv > 0)
                heights.push_back(mv);
        if (!heights.empty()) amplitudes.push_back(median_of(heights));
    }
}

/// A unit that makes the amplitude plausible, if it is the true one instead of `stated`.
std::string probable_unit(double amplitude_mv, const UnitScale& stated) {
    const double value = amplitude_mv * stated.divide / stated.multiply;
    std::string best;
    double best_distance = 0;
    for (const char* name : {"nV", "uV", "mV", "V"}) {
        const double mv = parse_unit(name)->mv(value), distance = std::abs(std::log10(mv));
        if (mv < k_lowest_mv || mv > k_highest_mv) continue;
        if (best.empty() || distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    return best;
}

} // namespace

std::optional<double> typical_amplitude_mv(const RecordSource& source) {
    const std::size_t count = source.catalogue().size(), tries = std::min(count, k_most_records);
    std::vector<double> amplitudes;
    for (std::size_t i = 0; i < tries; ++i) {
        try {
            add_amplitudes(source.read(i * count / tries), amplitudes);
        } catch (const DataError&) { // reported when a page needs the record
        }
    }
    if (amplitudes.empty()) return std::nullopt;
    return median_of(amplitudes);
}

void require_plausible_amplitudes(const RecordSource& source, const SourceSettings& settings) {
    if (!settings.check_amplitude || settings.kind == "ptb-xl" || settings.kind == "simulated")
        return;
    const auto amplitude_mv = typical_amplitude_mv(source);
    if (!amplitude_mv) return;
    const std::string found =
        concat("the median height of a QRS complex in a sample of records is ",
               concat(*amplitude_mv), " mV");
    if (*amplitude_mv >= k_lowest_mv && *amplitude_mv <= k_highest_mv) {
        if (*amplitude_mv > k_unusual_mv)
            log_warning(concat("source.unit: ", found,
                               ". Usual is about 1 mV. If the values are in another unit than mV, "
                               "set source.unit: 0.1 for tenths of a millivolt."));
        return;
    }
    const std::string unit =
        probable_unit(*amplitude_mv, parse_unit(settings.unit).value_or(UnitScale{}));
    throw ConfigError(concat(
        "source.unit: ", found, ". Expected ", k_lowest_mv, " to ", k_highest_mv, " mV. ",
        unit.empty() ? std::string("The values may be in steps of a converter: set source.unit to "
                                   "the number of mV of a step")
                     : concat("The values are probably in ", unit, ": set source.unit: ", unit),
        ". If they are right, set source.check_amplitude: false."));
}

} // namespace ecgpress
