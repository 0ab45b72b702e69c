// One WFDB record: the header and its signal files, as raw samples and in physical units. Sources:
// the WFDB Applications Guide's header(5) and signal(5) pages (physionet.org/physiotools/wag/).
#pragma once

#include <filesystem>

#include "signal/record_source.hpp"
#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads a record by the path of its header (".hea"). Supports several signal files, skew,
/// segments and several samples per frame.
/// @throws DataError with file, line (where there is one) and reason: unsupported feature,
/// truncated signal file, wrong checksum or length, gain or size out of range, a path outside the
/// record's folder, a link that points outside `root`
WfdbRecord read_wfdb(const std::filesystem::path& header, const SourceRoot& root,
                     const WfdbReading& reading = {});
/// The same with the header's folder as root.
WfdbRecord read_wfdb(const std::filesystem::path& header);

/// Finds the twelve leads by name and converts them to mV. The names of other signals are kept; two
/// signals of one lead are an error. Several samples per frame multiply the rate of the record.
/// @throws DataError with the header's line and the lead's name: an unknown unit, a gain of 0 (the
/// signal is uncalibrated according to header(5), so its values in mV are unknown), or a different
/// number of samples per frame than in the preceding leads
Record record_from_wfdb(const WfdbRecord& wfdb, const LeadSettings& leads = {});

} // namespace ecgpress
