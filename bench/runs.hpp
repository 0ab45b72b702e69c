// Benchmarks of complete runs: scaling over ranks, memory, merge compared with `cp -r`, and the
// time for a million pages.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress::bench {

/// Prints the scaling of generate over ranks: with a fixed number of pages (strong), and with a
/// fixed number of pages per rank (weak).
void report_scaling(const std::filesystem::path& program, std::size_t pages);

/// Results of report_runs().
struct RunRatios {
    double two_ranks = 0; ///< pages/s of two ranks divided by pages/s of one
    double merge = 0;     ///< time of a merge divided by the time of `cp -r` of the same tree
    double peak_mib = 0;  ///< peak memory of a rank
};

/// Runs the program with one and with two ranks, then merges and copies the result alternately.
/// @throws std::runtime_error if a run fails
RunRatios report_runs(const std::filesystem::path& program, std::size_t pages);

/// Prints core-hours for config/million.yaml on simulated records, next to recorded values of the
/// published framework and of ECG-Image-Kit.
void report_million(const std::filesystem::path& config);

} // namespace ecgpress::bench
