#include "signal/wfdb/wfdb.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_segments.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

struct Unit {
    const char* name; ///< lower case
    double per_mv;
};

// The micro sign in ASCII, in UTF-8 (as U+00B5 and as the Greek letter) and in Latin-1.
constexpr std::array<Unit, 6> k_units = {{{"mv", 1},
                                          {"v", 0.001},
                                          {"uv", 1000},
                                          {"\xc2\xb5v", 1000},
                                          {"\xce\xbcv", 1000},
                                          {"\xb5v", 1000}}};

std::optional<double> units_per_mv(const std::string& name) {
    for (const Unit& unit : k_units)
        if (lower_case(name) == unit.name) return unit.per_mv;
    return std::nullopt;
}

[[noreturn]] void fail(const WfdbRecord& wfdb, Lead lead, const std::string& problem) {
    throw DataError(
        concat("record ", printable(wfdb.name), ": lead ", name_of(lead), " ", problem));
}

std::vector<double> lead_mv(const WfdbRecord& wfdb, const WfdbSignal& signal, Lead lead) {
    const auto per_mv = units_per_mv(signal.units);
    if (!per_mv)
        fail(wfdb, lead,
             concat("has the unit \"", printable(signal.units),
                    "\". Supported are V, mV and uV. Correct the header or exclude the record."));
    // A single division per sample yields the double closest to the decimal fraction.
    const double adc_units_per_mv = signal.gain * *per_mv;
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

Record record_from_wfdb(const WfdbRecord& wfdb) {
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
        values = lead_mv(wfdb, signal, *lead);
    }
    if (samples_per_frame == 0)
        throw DataError(concat("record ", printable(wfdb.name),
                               " has no lead. None of its signals is named I, II, ... V6. Name "
                               "them in the header or exclude the record."));
    record.rate_hz = wfdb.rate_hz * samples_per_frame;
    return record;
}

} // namespace ecgpress
