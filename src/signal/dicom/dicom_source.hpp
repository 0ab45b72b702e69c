// The source `dicom`: a folder of DICOM files with electrocardiograms, or one of them.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// Files that end in .dcm or .dicom, and others with DICOM's mark. Files of other classes, such as
/// images, are left out with a warning. @throws as open_file_source
std::unique_ptr<RecordSource> open_dicom_source(const SourceSettings& settings);
SourceCredit dicom_credit(const SourceSettings& settings);

} // namespace ecgpress
