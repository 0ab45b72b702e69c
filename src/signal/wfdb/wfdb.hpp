// One WFDB record: the header and its signal files, as raw samples and in physical units. Sources:
// the WFDB Applications Guide's header(5) and signal(5) pages (physionet.org/physiotools/wag/).
#pragma once

#include <filesystem>
#include <optional>

#include "signal/record.hpp"
#include "signal/source_root.hpp"
#include "signal/unit.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads a complete record by the path of its header (".hea"). Supports several signal files, skew,
/// segments and several samples per frame. A gain of 0 is rejected for leads: according to
/// header(5), such a signal is uncalibrated, so its values in mV are unknown.
/// @throws DataError with file, line (where there is one) and reason: unsupported feature,
/// truncated signal file, wrong checksum or length, gain or size out of range, a path outside the
/// record's folder, a link that points outside `root`
WfdbRecord read_wfdb(const std::filesystem::path& header, const SourceRoot& root);
/// The same with the header's folder as root.
WfdbRecord read_wfdb(const std::filesystem::path& header);

/// Finds the twelve leads by name and converts them to mV. Signals that are not standard leads are
/// ignored; two signals of one lead are an error. Units V, mV and uV are supported, in upper or
/// lower case. Several samples per frame multiply the rate of the record. @throws DataError with
/// the lead's name: another unit, or a different number of samples per frame than in the preceding
/// leads
/// @param unit  of physical values, instead of the one that the header states
Record record_from_wfdb(const WfdbRecord& wfdb, const std::optional<UnitScale>& unit = {});

} // namespace ecgpress
