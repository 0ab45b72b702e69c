// Whole runs of the program: pages a second on one and two ranks, and the most memory that a rank
// had.
#pragma once

#include <cstddef>
#include <filesystem>

namespace ecgpress::bench {

/// Runs the program on `pages` pages and on ten times as many, alone and with two ranks, and prints
/// what it took.
/// @throws std::runtime_error if a run fails
void report_runs(const std::filesystem::path& program, std::size_t pages);

} // namespace ecgpress::bench
