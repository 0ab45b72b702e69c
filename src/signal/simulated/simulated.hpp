// Seeded 12-lead heartbeats from a published model, so that the program can be run without a
// download.
#pragma once

#include <cstdint>

#include "signal/record.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

constexpr double k_simulated_units_per_mv = 1000; ///< PTB-XL's resolution: 1 uV.

/// Record `index` of the simulated source: 10 s at rate_hz, values in steps of 1 /
/// k_simulated_units_per_mv.
Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz);

/// What is known of it: age, sex and heart rate. No diagnosis: the model has none.
RecordFacts simulated_facts(std::uint64_t seed, std::uint64_t index);

} // namespace ecgpress
