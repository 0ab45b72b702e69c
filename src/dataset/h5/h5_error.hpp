// Error messages for HDF5 files, with the operating system's reason or HDF5's.
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

/// Throws for the HDF5 call that just failed.
/// @param verb  "read" or "write"
/// @param item  the item that was read or written; "" for the file itself
/// @throws IoError if the operating system reported an error, else DataError
[[noreturn]] void throw_h5(const H5Place& place, const char* verb, const std::string& item);

/// Returns an HDF5 call's result, or throws if the call failed. A write that the operating system
/// rejected counts as failed, although HDF5 reports success (h5_disk.hpp).
template <class Result>
Result checked(Result result, const H5Place& place, const char* verb, const std::string& item) {
    if (result < 0 || place.system_error != 0) throw_h5(place, verb, item);
    return result;
}

} // namespace ecgpress
