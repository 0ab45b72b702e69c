// The source `hdf5`: recordings in HDF5 files of any structure.
#pragma once

#include <memory>

#include "signal/record_source.hpp"

namespace ecgpress {

/// Any HDF5 file, or a folder of .h5, .hdf5 and .hdf files. Each has one dataset of the same name
/// (settings.dataset; without it, the only dataset of numbers with two or three axes) with the axes
/// settings.axes (without them, the axis that is as long as there are leads is known, and the
/// others are the record and the time), the leads settings.leads, the rate settings.rate_hz and the
/// unit settings.unit (mV if empty). Records are named by the dataset settings.ids, or by file and
/// row. @throws ConfigError (missing file, invalid setting), DataError (file, dataset, shape, what
/// was expected), IoError
std::unique_ptr<RecordSource> open_hdf5_source(const SourceSettings& settings);
SourceCredit hdf5_credit(const SourceSettings& settings);

} // namespace ecgpress
