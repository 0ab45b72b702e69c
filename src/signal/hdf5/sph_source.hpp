// The source `sph`: one HDF5 file per record, with a table.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// The database of Shandong Provincial Hospital: a folder with metadata.csv and one .h5 file per
/// record, there or below. Records are named by ECG_ID, patients by Patient_ID. @throws as
/// open_hdf5_source
std::unique_ptr<RecordSource> open_sph_source(const SourceSettings& settings);
SourceCredit sph_credit(const SourceSettings& settings);

} // namespace ecgpress
