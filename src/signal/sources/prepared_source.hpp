// What all sources have in common: padding is removed, and patients come from the configuration.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The source with the patients that settings.patients or settings.patient_from state, and without
/// padding in its records. @throws ConfigError, DataError as PatientList
std::unique_ptr<RecordSource> prepared(std::unique_ptr<RecordSource> source,
                                       const SourceSettings& settings);

} // namespace ecgpress
