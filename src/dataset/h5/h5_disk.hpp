// The file below HDF5: plain reads and writes that tell the operating system's reason when they
// fail.
//
// HDF5 1.10 cannot bear a failed write: what it could not write stays in its caches, closing fails,
// and the program ends with a segmentation fault. So a write that the system refuses is noted,
// dropped and reported as done; HDF5 closes in peace, and H5File throws. No file is locked: a
// writer has its .part alone, and network file systems may have no locks.
#pragma once

#include <cstdint>

namespace ecgpress {

/// HDF5's number of the driver; its driver info is an `int*`, where the first error (errno) goes.
std::int64_t h5_disk_driver();

} // namespace ecgpress
