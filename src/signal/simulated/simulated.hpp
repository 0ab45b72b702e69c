// Seeded 12-lead heartbeats from a published model, so that the whole path runs without a download.
#pragma once

#include <cstdint>
#include <filesystem>

#include "signal/record.hpp"

namespace ecgpress {

/// Record number `index` of the simulated source: 10 s at rate_hz, values on PTB-XL's grid of 1 uV.
Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz);

/// Writes `count` simulated records as a PTB-XL-shaped tree (ptbxl_database.csv, records500/,
/// records100/), readable as a `ptb-xl` source. @throws IoError; ConfigError if the folder is not
/// empty
void write_simulated_ptbxl(const std::filesystem::path& folder, std::uint64_t seed,
                           std::uint64_t count);

} // namespace ecgpress
