// Benchmarks of complete runs: scaling over ranks, and the time for a million pages.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress::bench {

/// Prints the scaling of generate over ranks: with a fixed number of pages (strong), and with a
/// fixed number of pages per rank (weak).
void report_scaling(const std::filesystem::path& program, std::size_t pages);

/// Prints core-hours for config/million.yaml on simulated records, next to recorded values of the
/// published framework and of ECG-Image-Kit.
void report_million(const std::filesystem::path& config);

} // namespace ecgpress::bench
