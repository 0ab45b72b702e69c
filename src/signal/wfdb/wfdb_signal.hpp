// A WFDB record in memory: raw samples, with gain and baseline to convert them to physical units.
#pragma once

#include <cstddef>
#include <cstdint>
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
};

struct WfdbRecord {
    std::string name;
    double rate_hz = 250; ///< frames per second (header(5): 250 if omitted)
    std::size_t frame_count = 0;
    std::vector<std::string> comments;
    std::vector<WfdbSignal> signals;
};

} // namespace ecgpress
