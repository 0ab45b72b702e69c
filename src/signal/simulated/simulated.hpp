// Seeded 12-lead heartbeats from a published model, so that the program can be run without a
// download.
#pragma once

#include <cstdint>

#include "signal/record.hpp"

namespace ecgpress {

/// Record `index` of the simulated source: 10 s at rate_hz, values in steps of 1 uV like PTB-XL's.
Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz);

} // namespace ecgpress
