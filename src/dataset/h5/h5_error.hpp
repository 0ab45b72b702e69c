// Error messages for HDF5 files, with the operating system's reason or HDF5's.
#pragma once

#include <string>

#include "core/h5/h5_place.hpp"

namespace ecgpress {

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
