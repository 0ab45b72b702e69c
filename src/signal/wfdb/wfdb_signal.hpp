// A WFDB record in memory: raw samples, with gain and baseline to convert them to physical units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace ecgpress {

/// The value for "no sample" in WfdbSignal::samples, for all file formats.
constexpr std::int32_t k_wfdb_gap = std::numeric_limits<std::int32_t>::min();

/// One signal and its samples.
struct WfdbSignal {
    std::string description, units = "mV";
    int format = 16;
    double gain = 200; ///< ADC units per physical unit (header(5): 200 if it is 0 or omitted)
    std::int32_t baseline = 0; ///< ADC value of 0 physical units
    int samples_per_frame = 1;
    std::vector<std::int32_t> samples; ///< frame_count * samples_per_frame, or none
    bool is_calibrated = true;         ///< false if the header states a gain of 0
    std::size_t line = 0;              ///< in its header, from 1; 0 if it was not read from one
};

struct WfdbRecord {
    std::string name, header;                     ///< header: its path, for messages
    double rate_hz = 250;                         ///< frames per second (header(5): 250 if omitted)
    std::size_t first_frame = 0, frame_count = 0; ///< the frames that were read
    std::string wrong_checksum; ///< the first checksum that differs, with file and line; or empty
    std::vector<std::string> comments;
    std::vector<WfdbSignal> signals;
};

/// Frames of a record.
struct FrameRange {
    std::size_t first = 0, count = 0;

    std::size_t end() const { return first + count; }
};

/// Chooses the frames to read of a record with this many, and this many per second.
using FrameChoice = std::function<FrameRange(std::size_t frame_count, double rate_hz)>;

/// How a record is read.
struct WfdbReading {
    FrameChoice frames = [](std::size_t frame_count, double /*rate_hz*/) {
        return FrameRange{0, frame_count};
    };
    /// Whether a wrong checksum is an error. Otherwise it is stated in WfdbRecord::wrong_checksum.
    /// Checksums are of all samples, so those of a part are not checked.
    bool require_checksums = true;
};

} // namespace ecgpress
