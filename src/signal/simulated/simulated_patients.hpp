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

/// @throws ConfigError unless the rate is 500 or 100
void require_simulated_rate(int rate_hz);

} // namespace ecgpress
