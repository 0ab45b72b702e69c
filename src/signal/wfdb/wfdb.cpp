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

[[noreturn]] void fail(const WfdbRecord& wfdb, const WfdbSignal& signal, Lead lead,
                       const std::string& problem) {
    const std::string place = signal.line == 0 || wfdb.header.empty()
                                  ? concat("record ", printable(wfdb.name))
                                  : concat(wfdb.header, ':', signal.line);
    throw DataError(concat(place, ": lead ", name_of(lead), " ", problem));
}

/// The unit of a signal's physical values.
UnitScale unit_of(const WfdbRecord& wfdb, const WfdbSignal& signal, Lead lead,
                  const std::optional<UnitScale>& unit) {
    if (!signal.is_calibrated)
        fail(wfdb, signal, lead,
             "is not calibrated: the gain is 0, so its values in mV are unknown. Write the true "
             "gain or exclude the record.");
    if (unit) return *unit;
    double ignored = 0; // a number is no unit of a header
    const auto stated =
        parse_number(signal.units, ignored) ? std::nullopt : parse_unit(signal.units);
    if (!stated)
        fail(wfdb, signal, lead,
             concat("has the unit \"", printable(signal.units),
                    "\". Supported are V, mV, uV and nV. Correct the header, set source.unit, or "
                    "exclude the record."));
    return *stated;
}

std::vector<double> lead_mv(const WfdbSignal& signal, const UnitScale& unit, bool is_inverted) {
    // A single division per sample yields the double closest to the decimal fraction.
    const double adc_units_per_mv =
        (is_inverted ? -signal.gain : signal.gain) * (unit.divide / unit.multiply);
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

WfdbRecord read_wfdb(const std::filesystem::path& header, const SourceRoot& root,
                     const WfdbReading& reading) {
    const WfdbHeader parsed = read_wfdb_header(header, root);
    const std::filesystem::path folder = header.parent_path();
    return parsed.is_multi_segment() ? read_wfdb_segments(parsed, folder, root, reading)
                                     : read_wfdb_signals(parsed, folder, root, reading);
}

WfdbRecord read_wfdb(const std::filesystem::path& header) {
    return read_wfdb(header, SourceRoot(header.parent_path()));
}

Record record_from_wfdb(const WfdbRecord& wfdb, const LeadSettings& leads) {
    Record record;
    record.name = wfdb.name;
    int samples_per_frame = 0;
    for (const WfdbSignal& signal : wfdb.signals) {
        const auto named = leads.names.find(signal.description);
        if (!named) record.other_signals.push_back(signal.description);
        if (!named || signal.samples.empty()) continue;
        const Lead lead = named->lead;
        std::vector<double>& values = record.leads_mv[index_of(lead)];
        if (!values.empty())
            fail(
                wfdb, signal, lead,
                "occurs twice. Rename one of the two in the header, or correct source.lead_names.");
        if (samples_per_frame == 0) samples_per_frame = signal.samples_per_frame;
        if (samples_per_frame != signal.samples_per_frame)
            fail(wfdb, signal, lead,
                 concat("has ", signal.samples_per_frame,
                        " samples per frame, but the leads before have ", samples_per_frame,
                        ". All leads must have the same rate. Resample the record."));
        values = lead_mv(signal, unit_of(wfdb, signal, lead, leads.unit), named->is_inverted);
    }
    if (samples_per_frame == 0)
        throw DataError(concat("record ", printable(wfdb.name),
                               " has no lead. None of its signals is named I, II, "
                               "... V6. ",
                               lead_name_advice(Lead::I, record.other_signals),
                               "Name them in the header, or exclude the record."));
    record.rate_hz = wfdb.rate_hz * samples_per_frame;
    record.start_s = static_cast<double>(wfdb.first_frame) / wfdb.rate_hz;
    return record;
}

} // namespace ecgpress
