// Names, patients, folds and rates of simulated records.
#pragma once

#include <cstdint>
#include <string>

namespace ecgpress {

/// "sim00017"
std::string simulated_name(std::uint64_t index);

/// Two consecutive records belong to one patient: the same heart at different times.
std::uint64_t simulated_patient(std::uint64_t index);

/// Returns 1 ... 10. The first patients have the folds 1, 9 and 10, so that a few records are
/// enough to fill every split.
int simulated_fold(std::uint64_t patient);

/// From 18 to 89 years; a uniform distribution, our own choice. It does not change the signals.
int simulated_age(std::uint64_t seed, std::uint64_t patient);
/// "female" or "male". It does not change the signals.
const char* simulated_sex(std::uint64_t seed, std::uint64_t patient);

/// @throws ConfigError unless the rate is 500 or 100
void require_simulated_rate(int rate_hz);

} // namespace ecgpress
