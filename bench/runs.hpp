// Whole runs of the program: ranks, memory, merge beside `cp -r`, and what a million pages take.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress::bench {

/// Prints how runs of generate speed up with ranks: of one size, and growing with the ranks.
void report_scaling(const std::filesystem::path& program, std::size_t pages);

/// What two ranks and a merge came to.
struct RunRatios {
    double two_ranks = 0; ///< pages a second of two ranks over those of one
    double merge = 0;     ///< time of a merge over that of `cp -r` of the same tree
    double peak_mib = 0;  ///< the most memory that a rank had
};

/// Runs the program alone and with two ranks, and merges what it made, in turn with copying it.
/// @throws std::runtime_error if a run fails
RunRatios report_runs(const std::filesystem::path& program, std::size_t pages);

/// Core-hours for config/million.yaml on simulated records, beside the recorded figures of the
/// published framework and of ECG-Image-Kit.
void report_million(const std::filesystem::path& config);

} // namespace ecgpress::bench
