// An HDF5 file that is open, with the first error of the operating system.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/output_file.hpp"

namespace ecgpress {

/// What to do with a chunk whose checksum is wrong.
enum class H5Checksums { required, ignored };

/// Path of a file, and the first error that the operating system reported for it (errno; 0: none).
struct H5Place {
    std::filesystem::path path;
    int system_error = 0;
    H5Checksums checksums = H5Checksums::required;
    std::uint64_t file_bytes = 0;       ///< Size of a file opened for reading.
    Readers readers = Readers::allowed; ///< Of a new file.
};

/// HDF5's last failure.
struct H5Failure {
    std::string reason; ///< The innermost reason; empty if HDF5 states none.
    bool lacks_memory = false;
};

H5Failure last_h5_failure();

} // namespace ecgpress
