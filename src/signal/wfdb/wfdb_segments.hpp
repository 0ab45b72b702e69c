// Multi-segment WFDB records (header(5)): one record whose samples lie in several others, one after
// the other.
#pragma once

#include <filesystem>

#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads both kinds: of fixed layout (all segments have the same signals) and of variable layout
/// (the first segment has no samples and lists all signals; the others have some of them, found by
/// their descriptions). Frames that no segment holds are gaps.
/// @pre header.is_multi_segment()
/// @throws DataError: a segment that is missing, of another length or in segments itself, a signal
/// whose gain, baseline, units or samples per frame are not the same in all segments; IoError
WfdbRecord read_wfdb_segments(const WfdbHeader& header, const std::filesystem::path& folder,
                              const SourceRoot& root);

} // namespace ecgpress
