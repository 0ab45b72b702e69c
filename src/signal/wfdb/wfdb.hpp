// One WFDB record: the header and the signal files it names, in physical units and as raw samples.
// Sources: the WFDB Applications Guide's header(5) and signal(5) pages
// (physionet.org/physiotools/wag/).
#pragma once

#include <filesystem>

#include "signal/record.hpp"
#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads a whole record by its header's path (".hea"): of several signal files, skewed, in
/// segments, with several samples a frame. A lead's gain of 0 is refused: header(5) calls such a
/// signal uncalibrated, so it has no millivolts.
/// @throws DataError naming the file, the line where one is to blame, and the reason: unsupported
/// feature, truncated signal file, checksum or length that does not agree, gain or size out of
/// sense, a path that leaves the record's folder, a link that leaves `root`.
WfdbRecord read_wfdb(const std::filesystem::path& header, const SourceRoot& root);
/// A record whose root is the header's folder.
WfdbRecord read_wfdb(const std::filesystem::path& header);

/// The record's twelve leads by name, in mV. Signals that are no standard lead are left aside; two
/// signals of one lead are an error. Units V, mV, uV are converted, in any case. Leads with several
/// samples a frame give a record of so many times the rate. @throws DataError with the lead's name:
/// another unit, another number of samples a frame than the leads before
Record record_from_wfdb(const WfdbRecord& wfdb);

} // namespace ecgpress
