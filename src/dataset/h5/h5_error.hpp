// What goes wrong with an HDF5 file, told as people need it: the operating system's reason or
// HDF5's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace ecgpress {

/// What happens with a chunk whose checksum is wrong.
enum class H5Checksums { required, ignored };

/// Where a file is, and the first error that the operating system gave for it (errno; 0: none).
struct H5Place {
    std::filesystem::path path;
    int system_error = 0;
    H5Checksums checksums = H5Checksums::required;
    std::uint64_t file_bytes = 0; ///< of a file that is read
};

/// Throws for the HDF5 call that just failed.
/// @param verb  "read" or "write"
/// @param item  what it was about; "" for the file itself
/// @throws IoError if the operating system refused something, else DataError
[[noreturn]] void throw_h5(const H5Place& place, const char* verb, const std::string& item);

/// An HDF5 call's result, unless it failed; a write that the operating system refused counts as
/// failed, though HDF5 does not know (h5_disk.hpp).
template <class Result>
Result checked(Result result, const H5Place& place, const char* verb, const std::string& item) {
    if (result < 0 || place.system_error != 0) throw_h5(place, verb, item);
    return result;
}

} // namespace ecgpress
