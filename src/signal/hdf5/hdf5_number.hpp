// The number types of HDF5 datasets that can be recordings or names, as bytes in a file.
#pragma once

#include <cstddef>
#include <string>

namespace ecgpress {

struct Hdf5Number {
    enum class Kind { real, whole, natural };

    Kind kind = Kind::real;
    std::size_t bytes = 4; ///< real: 2, 4 or 8; others: 1, 2, 4 or 8
    bool is_big_endian = false;
};

/// "float32", "int16", ..., for messages.
std::string name_of(const Hdf5Number& number);

/// The value of the number at `bytes`. Integers of 64 bits are rounded.
double value_of(const Hdf5Number& number, const char* bytes);

/// An integer in decimal, exactly. @pre number.kind is whole or natural
std::string digits_of(const Hdf5Number& number, const char* bytes);

} // namespace ecgpress
