// A parsed WFDB header file (header(5) of the WFDB Applications Guide). No signal file is opened
// here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// The file name of a signal without stored samples, and the name of a segment without samples.
constexpr const char* k_wfdb_null = "~";

/// A signal line: storage, calibration and description of one signal.
struct WfdbSignalLine {
    std::size_t line = 0; ///< in the header, from 1
    std::string file;     ///< relative to the header's folder, never outside it
    int format = 0;
    std::size_t samples_per_frame = 1, skew_frames = 0, offset_bytes = 0;
    double gain = 200;         ///< ADC units per physical unit (header(5): 200 if omitted or 0)
    bool is_calibrated = true; ///< false if the gain is 0
    std::int32_t baseline = 0;
    std::string units = "mV";
    std::int32_t initial_value = 0;
    std::optional<std::uint16_t> checksum;
    std::string description;
};

/// A segment line of a multi-segment record.
struct WfdbSegmentLine {
    std::size_t line = 0;
    std::string name; ///< of a record in the same folder, or k_wfdb_null
    std::size_t frame_count = 0;
};

struct WfdbHeader {
    std::string path; ///< for messages
    std::string name;
    std::size_t line = 0; ///< of the record line
    double rate_hz = 250; ///< frames per second (header(5): 250 if omitted)
    std::size_t signal_count = 0;
    std::size_t frame_count = 0; ///< 0: not stated in the header
    std::vector<std::string> comments;
    std::vector<WfdbSignalLine> signals;   ///< empty in a multi-segment record
    std::vector<WfdbSegmentLine> segments; ///< empty in an ordinary record

    bool is_multi_segment() const { return !segments.empty(); }
};

/// @param path  path of the header for messages
/// @throws DataError with path and line for a violation of header(5), and for content that this
/// program rejects: a file outside the record's folder, an invalid rate
WfdbHeader parse_wfdb_header(std::string_view text, const std::string& path);

/// @throws DataError "PATH:LINE: PROBLEM"
[[noreturn]] void fail_in_header(const WfdbHeader& header, std::size_t line,
                                 const std::string& problem);

} // namespace ecgpress
