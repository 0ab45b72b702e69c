// The header of a NumPy .npy file, as NEP 1 and numpy.lib.format define it (format
// versions 1.0, 2.0 and 3.0).
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
    std::size_t data_offset = 0; ///< where the data begin in the file, in bytes
};

/// @param bytes  the file's beginning, at least its header
/// @param name   the file's name, for messages
/// @throws DataError if it is no .npy file, or its header is cut off or malformed
NpyHeader read_npy_header(std::string_view bytes, const std::string& name);

} // namespace ecgpress
