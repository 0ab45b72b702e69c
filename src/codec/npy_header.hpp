// The header of a NumPy .npy file as defined by NEP 1 and numpy.lib.format (format versions 1.0,
// 2.0 and 3.0).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

struct NpyHeader {
    std::string dtype; ///< "<f4"
    bool fortran_order = false;
    std::vector<std::uint64_t> shape;
    std::size_t data_offset = 0; ///< offset of the data in the file
};

/// @param bytes  the start of the file, at least its header
/// @param name   file name for messages
/// @throws DataError if it is not a .npy file, or its header is truncated or malformed
NpyHeader read_npy_header(std::string_view bytes, const std::string& name);

/// The bytes before the data of an array in C order: a header of format version 1.0. An empty shape
/// is a scalar.
std::string npy_header_bytes(const std::string& dtype, const std::vector<std::size_t>& shape);

} // namespace ecgpress
