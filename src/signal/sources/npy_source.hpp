// The source `npy`: a NumPy array [records, samples, 12] of millivolts, read record by record with
// pread.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The file is the framework's all_signals_<rate>Hz.npy: float32 or float64, little endian, C
/// order, leads in PTB-XL's storage order (I, II, III, aVR, aVL, aVF, V1 ... V6). The rate is
/// settings.rate_hz and the unit settings.unit (mV if empty), as the file does not contain them.
/// Records are named by their row ("00000017"); each is a separate patient without a fold. NaN is a
/// gap. The fingerprint covers the header, the file size, and the first and last MiB of the data.
/// @throws ConfigError (missing file, a rate that is not positive, an unknown excluded record),
/// DataError with the actual and the expected value (shape, dtype, order, size), IoError
std::unique_ptr<RecordSource> open_npy_source(const SourceSettings& settings);

/// Its credit, without opening it.
SourceCredit npy_credit(const SourceSettings& settings);

} // namespace ecgpress
