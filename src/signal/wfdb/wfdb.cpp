#include "signal/wfdb/wfdb.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_segments.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

[[noreturn]] void fail(const WfdbRecord& wfdb, Lead lead, const std::string& problem) {
    throw DataError(
        concat("record ", printable(wfdb.name), ": lead ", name_of(lead), " ", problem));
}

std::vector<double> lead_mv(const WfdbRecord& wfdb, const WfdbSignal& signal, Lead lead,
                            const std::optional<UnitScale>& unit) {
    double ignored = 0; // a number is no unit of a header
    const bool is_number = parse_number(signal.units, ignored);
    const auto scale = unit ? unit : is_number ? std::nullopt : parse_unit(signal.units);
    if (!scale)
        fail(wfdb, lead,
             concat(
                 "has the unit \"", printable(signal.units),
                 "\". Supported are V, mV, uV and nV. Correct the header or exclude the record."));
    // A single division per sample yields the double closest to the decimal fraction.
    const double adc_units_per_mv = signal.gain * (scale->divide / scale->multiply);
    const double baseline = signal.baseline;
    std::vector<double> values(signal.samples.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = (static_cast<double>(signal.samples[i]) - baseline) / adc_units_per_mv +
                    0.0;                  // + 0.0: no negative zero
    const auto& samples = signal.samples; // most records have no gap, and a search is faster
    if (std::find(samples.begin(), samples.end(), k_wfdb_gap) != samples.end())
        for (std::size_t i = 0; i < values.size(); ++i)
            if (samples[i] == k_wfdb_gap) values[i] = std::numeric_limits<double>::quiet_NaN();
    return values;
}

} // namespace

WfdbRecord read_wfdb(const std::filesystem::path& header, const SourceRoot& root) {
    const WfdbHeader parsed = read_wfdb_header(header, root);
    return parsed.is_multi_segment() ? read_wfdb_segments(parsed, header.parent_path(), root)
                                     : read_wfdb_signals(parsed, header.parent_path(), root);
}

WfdbRecord read_wfdb(const std::filesystem::path& header) {
    return read_wfdb(header, SourceRoot(header.parent_path()));
}

Record record_from_wfdb(const WfdbRecord& wfdb, const std::optional<UnitScale>& unit) {
    Record record;
    record.name = wfdb.name;
    int samples_per_frame = 0;
    for (const WfdbSignal& signal : wfdb.signals) {
        const auto lead = parse_lead(signal.description);
        if (!lead || signal.samples.empty()) continue;
        std::vector<double>& values = record.leads_mv[index_of(*lead)];
        if (!values.empty())
            fail(wfdb, *lead, "occurs twice. Rename one of the two in the header.");
        if (samples_per_frame == 0) samples_per_frame = signal.samples_per_frame;
        if (samples_per_frame != signal.samples_per_frame)
            fail(wfdb, *lead,
                 concat("has ", signal.samples_per_frame,
                        " samples per frame, but the leads before have ", samples_per_frame,
                        ". All leads must have the same rate. Resample the record."));
        values = lead_mv(wfdb, signal, *lead, unit);
    }
    if (samples_per_frame == 0)
        throw DataError(concat("record ", printable(wfdb.name),
                               " has no lead. None of its signals is named I, II, ... V6. Name "
                               "them in the header or exclude the record."));
    record.rate_hz = wfdb.rate_hz * samples_per_frame;
    return record;
}

} // namespace ecgpress
