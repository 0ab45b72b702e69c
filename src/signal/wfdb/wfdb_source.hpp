// The source `wfdb`: any folder of WFDB records, or those that a RECORDS list names.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// settings.path is a folder, which is searched for headers with all its folders (hidden files and
/// linked folders are left aside; records are in the order of their names), or a list: a record a
/// line, relative to the list's folder, in the list's order; a line that ends with "/" is a folder
/// to be searched. A record's name is its header's path without ".hea"; each record is a patient of
/// its own without a fold. The segments of a multi-segment record are no records themselves: its
/// samples would come twice. Records tell their own rates. A header that cannot be read is found
/// when its record is.
/// @throws ConfigError (no such folder or list, no record in it, a name that is no text, an unknown
/// excluded record), DataError (a line of the list that names no record), IoError
std::unique_ptr<RecordSource> open_wfdb_source(const SourceSettings& settings);

} // namespace ecgpress
