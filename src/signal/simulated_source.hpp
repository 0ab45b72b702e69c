// The source `simulated`: as many seeded records as one asks for, made when they are read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "signal/record_source.hpp"

namespace ecgpress {

/// "sim00017"
std::string simulated_name(std::uint64_t index);

/// Two records that follow each other are of one patient: the same heart at another time.
std::uint64_t simulated_patient(std::uint64_t index);

/// 1 ... 10. The first patients have the folds 1, 9 and 10, so that even a handful of records
/// reaches every split.
int simulated_fold(std::uint64_t patient);

/// @throws ConfigError unless the rate is one that records are simulated at: 500 or 100
void require_simulated_rate(int rate_hz);

/// @throws ConfigError (a rate other than 500 and 100, no records or more than a million, an
/// unknown excluded record)
std::unique_ptr<RecordSource> open_simulated_source(const SourceSettings& settings);

} // namespace ecgpress
