// The source `simulated`: a configurable number of seeded records, generated when they are read.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// @throws ConfigError (a rate other than 500 or 100, no records or more than a million, an unknown
/// excluded record)
std::unique_ptr<RecordSource> open_simulated_source(const SourceSettings& settings);

/// Its credit, without opening it.
SourceCredit simulated_credit(const SourceSettings& settings);

} // namespace ecgpress
