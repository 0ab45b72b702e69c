// The check of a source's amplitudes, which finds wrong units before a page is drawn.
#pragma once

#include <optional>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The median amplitude of QRS complexes in mV, over the leads of some records: of each lead, the
/// median difference of the highest and lowest value in 2 s, which have at least one beat at 30
/// beats per minute. No value if none of the records can be read.
std::optional<double> typical_amplitude_mv(const RecordSource& source);

/// Checks a source other than ptb-xl and simulated, unless settings.check_amplitude is false.
/// @throws ConfigError that names the probable unit, if the typical amplitude is not from 0.05 to
/// 20 mV
void require_plausible_amplitudes(const RecordSource& source, const SourceSettings& settings);

} // namespace ecgpress
