// Multi-segment WFDB records (header(5)): records that consist of several other records in
// sequence.
#pragma once

#include <filesystem>

#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads records of fixed layout (all segments have the same signals) and of variable layout (the
/// first segment has no samples and lists all signals; the others contain some of them, identified
/// by their descriptions). Frames without a segment are gaps. Only the segments that have chosen
/// frames are opened.
/// @pre header.is_multi_segment()
/// @throws DataError for a segment that is missing, has another length or is itself a multi-segment
/// record, and for a signal whose gain, baseline, units or samples per frame differ between
/// segments; IoError
WfdbRecord read_wfdb_segments(const WfdbHeader& header, const std::filesystem::path& folder,
                              const SourceRoot& root, const WfdbReading& reading = {});

} // namespace ecgpress
