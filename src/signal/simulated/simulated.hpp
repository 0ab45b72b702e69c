// Seeded 12-lead heartbeats from a published model, so that the whole path runs without a download.
#pragma once

#include <cstdint>

#include "signal/record.hpp"

namespace ecgpress {

/// Record number `index` of the simulated source: 10 s at rate_hz, values on PTB-XL's grid of 1 uV.
Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz);

} // namespace ecgpress
