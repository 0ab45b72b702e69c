// The recording in a DICOM waveform file (PS3.3, C.10.9).
#pragma once

#include <optional>
#include <string>

#include "signal/files/file_source.hpp"

namespace ecgpress {

/// The patient's ID with its issuer, age and sex. Nothing if the file is of another class than an
/// electrocardiogram: an image, a report. @throws DataError, IoError
std::optional<FileLook> look_into_dicom(const SourceFile& file, const std::string& name);

/// The standard leads of the original multiplex groups (not of derived ones, such as median beats)
/// in mV. The group with most leads comes first; others of the same rate add the leads that it does
/// not have. Groups that were recorded one after the other are at their times, with gaps before and
/// after.
/// @throws DataError with the file and what is not supported or wrong, IoError
Record read_dicom_ecg(const SourceFile& file, const std::string& name, const LeadSettings& leads);

} // namespace ecgpress
