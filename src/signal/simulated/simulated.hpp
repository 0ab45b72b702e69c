// Seeded 12-lead heartbeats from a published model, so that the program can be run without a
// download.
#pragma once

#include <cstdint>

#include "signal/record.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

constexpr double k_simulated_units_per_mv = 1000; ///< PTB-XL's resolution: 1 uV.

constexpr double k_simulated_duration_s = 10;

/// Record `index` of the simulated source: k_simulated_duration_s at rate_hz, values in steps of 1
/// / k_simulated_units_per_mv.
Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz);

/// The direction of a lead: its value is the scalar product with the dipole.
struct LeadVector {
    double x = 0, y = 0, z = 0;
};
LeadVector simulated_lead(Lead lead);

/// What is known of it: age, sex and heart rate. No diagnosis: the model has none.
RecordFacts simulated_facts(std::uint64_t seed, std::uint64_t index);

} // namespace ecgpress
