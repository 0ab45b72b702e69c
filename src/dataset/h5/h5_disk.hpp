// HDF5 file driver with plain reads and writes that keeps the operating system's error.
//
// HDF5 1.10 does not survive a failed write: the data stay in its caches, closing fails, and the
// program ends with a segmentation fault. This driver therefore records a failed write, drops the
// data and reports success. HDF5 then closes normally, and H5File throws. Files are not locked: a
// writer has its own .part file, and network file systems may not support locks.
#pragma once

#include <cstdint>

namespace ecgpress {

/// HDF5's identifier of the driver. Its driver info is an `H5Place*`, which receives the first
/// error.
std::int64_t h5_disk_driver();

} // namespace ecgpress
