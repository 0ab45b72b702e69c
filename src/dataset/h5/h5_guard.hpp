// What is asked of a stranger's HDF5 file before the library follows it: only what this program
// writes is let through. HDF5 knows more: files elsewhere, other filters, converted types, old
// formats.
#pragma once

#include <cstdint>
#include <string>

#include "dataset/h5/h5_error.hpp"
#include "dataset/h5/h5_handle.hpp"

namespace ecgpress {

/// Before a file is opened for reading: it begins as HDF5 1.10's newest format, in which all
/// metadata has checksums. @post place.file_bytes is known
/// @throws DataError; a file that cannot be read is left to HDF5, which says why
void require_new_format(H5Place& place);

/// Properties to open a dataset with. No link to another file is followed.
H5Handle guarded_access(std::size_t cache_bytes);

/// The type of texts of any size, for require_plain.
constexpr std::int64_t k_any_text = -1;

/// A dataset is of this very type (nothing is converted), chunked, with one Fletcher-32 checksum a
/// chunk and no other filter, in this file, and each of its chunks is there and of the size that it
/// says: so no size that the file tells is more than the file has.
/// @throws DataError
void require_plain(std::int64_t dataset, std::int64_t type, const H5Place& place,
                   const std::string& item);

/// An attribute's type. @throws DataError if it is another, or a text of more than 16 MiB
void require_attribute_type(std::int64_t type, std::int64_t wanted, const H5Place& place,
                            const std::string& item);

} // namespace ecgpress
