// The source `wfdb`: a folder of WFDB records, or the records of a RECORDS list.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// settings.path is a folder or a list. A folder is searched recursively for headers, without
/// hidden files and folders of runs; settings.follow_links states which linked folders are
/// searched. Records are in the order of their names. A list has one record
/// per line, relative to the list's folder; a line that ends with "/" is a folder to search. A
/// record's name is the path of its header without ".hea". Each record is a separate patient
/// without a fold. Segments of a multi-segment record are not listed, because their samples would
/// be used twice. The rate is read from the header. An invalid header is reported when its record
/// is read.
/// @throws ConfigError (missing folder or list, no record in it, a name that is not valid text, an
/// unknown excluded record), DataError (an invalid line of the list), IoError
std::unique_ptr<RecordSource> open_wfdb_source(const SourceSettings& settings);

/// Its credit, without opening it.
SourceCredit wfdb_credit(const SourceSettings& settings);

} // namespace ecgpress
