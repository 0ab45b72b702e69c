// The recording in a file of HL7's annotated ECG (aECG) in XML.
#pragma once

#include <optional>
#include <string>

#include "signal/files/file_source.hpp"

namespace ecgpress {

/// The subject's ID, age and sex. @throws DataError, IoError
std::optional<FileLook> look_into_aecg(const SourceFile& file, const std::string& name);

/// The standard leads of the rhythm series in mV; derived series, such as representative beats, are
/// not used. The set of sequences with most leads comes first; others of the same rate add the
/// leads that it does not have, at their times, with gaps before and after.
/// @throws DataError with the file and what is not supported or wrong: another XML format, by its
/// name, a unit, a rate; IoError
Record read_aecg(const SourceFile& file, const std::string& name, const LeadSettings& leads);

} // namespace ecgpress
