// Reads the samples of an ordinary WFDB record or of a segment from its signal files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_signal.hpp"

namespace ecgpress {

/// The bytes of a header file, in any encoding. @throws DataError if it is missing, not a file or
/// too large; IoError
std::string read_wfdb_header_file(const std::filesystem::path& header, const SourceRoot& root);
/// Reads a header file. @throws DataError if it is missing, not a file, too large or malformed;
/// IoError
WfdbHeader read_wfdb_header(const std::filesystem::path& header, const SourceRoot& root);

/// Reads the chosen frames of an ordinary record's signals. Each has frame_count *
/// samples_per_frame samples, or none if no samples are stored.
/// @pre !header.is_multi_segment()
/// @throws DataError, IoError
WfdbRecord read_wfdb_signals(const WfdbHeader& header, const std::filesystem::path& folder,
                             const SourceRoot& root, const WfdbReading& reading = {});

/// The signal of a line, without samples.
WfdbSignal described_wfdb_signal(const WfdbSignalLine& line);

/// @throws DataError if the number of samples of all signals exceeds the limit for one record
void require_wfdb_size(const WfdbHeader& header, std::size_t sample_count);

} // namespace ecgpress
