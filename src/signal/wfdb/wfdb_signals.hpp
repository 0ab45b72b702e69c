// The samples of one ordinary WFDB record (or of one segment), read from the signal files that its
// header names.
#pragma once

#include <cstddef>
#include <filesystem>

#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// Reads a header file. @throws DataError if it is no file, too large or malformed; IoError
WfdbHeader read_wfdb_header(const std::filesystem::path& header, const SourceRoot& root);

/// Reads the signals of an ordinary record; they all have frame_count * samples_per_frame samples,
/// or none where the header says that the signal is stored nowhere.
/// @pre !header.is_multi_segment()
/// @throws DataError, IoError
WfdbRecord read_wfdb_signals(const WfdbHeader& header, const std::filesystem::path& folder,
                             const SourceRoot& root);

/// What a line tells of its signal, without samples.
WfdbSignal described_wfdb_signal(const WfdbSignalLine& line);

/// @throws DataError if a record of so many samples, all signals together, is not to be held in
/// memory
void require_wfdb_size(const WfdbHeader& header, std::size_t sample_count);

} // namespace ecgpress
