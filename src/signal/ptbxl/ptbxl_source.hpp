// The source `ptb-xl`: a PTB-XL root folder (versions 1.0.1 to 1.0.3) with its table, at 500 or 100
// Hz.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The catalogue is in the order of the table. A record has the name of its file ("00001_hr");
/// `exclude` accepts names and ecg_ids. Whether a record's files exist is checked only when it is
/// read.
/// @throws ConfigError (missing folder, not a PTB-XL root or an incomplete one, another rate, an
/// unknown excluded record), DataError (invalid table), IoError
std::unique_ptr<RecordSource> open_ptbxl_source(const SourceSettings& settings);

/// Its credit, without opening it.
SourceCredit ptbxl_credit(const SourceSettings& settings);

} // namespace ecgpress
