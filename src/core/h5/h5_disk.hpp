// HDF5 file driver with plain reads and writes that keeps the operating system's error.
//
// HDF5 1.10 does not survive a failed write: the data stay in its caches, closing fails, and the
// program ends with a segmentation fault. This driver therefore records a failed write, drops the
// data and reports success. HDF5 then closes normally, and H5File throws. Files are not locked: a
// writer has its own .part file, and network file systems may not support locks.
#pragma once

#include "core/h5/h5_handle.hpp"
#include "core/h5/h5_place.hpp"

namespace ecgpress {

/// Properties for opening or creating a file with this driver. @param place  receives the first
/// error of the operating system; it must exist for as long as the file is open
/// @throws std::bad_alloc if memory is insufficient for a file
H5Handle h5_file_access(H5Place& place);

} // namespace ecgpress
