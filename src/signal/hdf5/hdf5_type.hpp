// Types of HDF5 datasets that can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "signal/hdf5/hdf5_number.hpp"

namespace ecgpress {

/// The number type that is equal to a type of the library (its identifier), if there is one:
/// integers of 8 to 64 bits, and floating point numbers of 16, 32 and 64 bits (IEEE 754).
std::optional<Hdf5Number> hdf5_number(std::int64_t type);

/// "float32", "compound", ..., for messages.
std::string hdf5_type_name(std::int64_t type);

} // namespace ecgpress
