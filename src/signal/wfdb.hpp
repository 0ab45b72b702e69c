// One WFDB record: the header and the signal files it names, in physical units and as raw samples.
// Sources: the WFDB Applications Guide's header(5) and signal(5) pages
// (physionet.org/physiotools/wag/).
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "signal/record.hpp"
#include "signal/source_root.hpp"

namespace ecgpress {

/// The value that stands for "no sample" in WfdbSignal::samples, whatever the file's format used.
constexpr std::int32_t k_wfdb_gap = std::numeric_limits<std::int32_t>::min();

/// One signal line of a header, and its samples.
struct WfdbSignal {
    std::string description, units = "mV";
    int format = 16;
    double gain = 200; ///< ADC units per physical unit (header(5): 200 if it is 0 or omitted)
    std::int32_t baseline = 0; ///< ADC value of 0 physical units
    int samples_per_frame = 1;
    std::vector<std::int32_t> samples; ///< frame_count * samples_per_frame, or none if the header
                                       ///< says that they are stored nowhere
};

struct WfdbRecord {
    std::string name;
    double rate_hz = 250; ///< frames a second (header(5): 250 if omitted)
    std::size_t frame_count = 0;
    std::vector<std::string> comments;
    std::vector<WfdbSignal> signals;
};

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
