// The source `code-15`: CODE-15%, recordings in HDF5 files with a table of exams.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// CODE-15%: a folder with exams.csv and some or all of exams_part0.hdf5 to exams_part17.hdf5.
/// Records are named by exam_id, patients by patient_id. Rows that exams.csv does not list, such as
/// the last one of each file, are no records. @throws as open_hdf5_source
std::unique_ptr<RecordSource> open_code15_source(const SourceSettings& settings);
SourceCredit code15_credit(const SourceSettings& settings);

} // namespace ecgpress
