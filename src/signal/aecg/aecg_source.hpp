// The source `aecg`: a folder of files of HL7's annotated ECG, or one of them.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// Files that end in .xml, .aecg, .hl7 or .scp; those of other formats are refused by name when
/// they are read. @throws as open_file_source
std::unique_ptr<RecordSource> open_aecg_source(const SourceSettings& settings);
SourceCredit aecg_credit(const SourceSettings& settings);

} // namespace ecgpress
