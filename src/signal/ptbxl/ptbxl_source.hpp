// The source `ptb-xl`: a PTB-XL root (versions 1.0.1 to 1.0.3) with its table, at 500 or 100 Hz.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// Catalogue order is the table's. A record's name is its file's ("00001_hr"); `exclude` takes
/// names and ecg_ids. Record files are looked for when they are read, not here.
/// @throws ConfigError (no such folder, no PTB-XL root or one that is not whole, another rate, an
/// unknown excluded record), DataError (a table that cannot be used), IoError
std::unique_ptr<RecordSource> open_ptbxl_source(const SourceSettings& settings);

} // namespace ecgpress
