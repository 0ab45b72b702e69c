// The source `npy`: a NumPy array [records, samples, 12] of millivolts, mapped and never loaded
// whole.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The file is the framework's all_signals_<rate>Hz.npy: float32 or float64, little endian, C
/// order, leads in PTB-XL's order of storage (I, II, III, aVR, aVL, aVF, V1 ... V6). The rate is
/// settings.rate_hz: the file does not tell it. Records are named by their row ("00000017"); each
/// is a patient of its own without a fold. NaN is a gap. The fingerprint covers the header, the
/// file's size, and the first and last MiB of the data.
/// @throws ConfigError (no such file, a rate that is not positive, an unknown excluded record),
/// DataError with what was found and what is needed (shape, dtype, order, size), IoError
std::unique_ptr<RecordSource> open_npy_source(const SourceSettings& settings);

} // namespace ecgpress
