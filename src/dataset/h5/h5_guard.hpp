// Checks of untrusted HDF5 files before the library reads them. Only what this program writes is
// accepted. HDF5 supports more: external files, other filters, converted types, old formats.
#pragma once

#include <cstdint>
#include <string>

#include "core/h5/h5_handle.hpp"
#include "dataset/h5/h5_error.hpp"

namespace ecgpress {

/// Checks a file before it is opened for reading: it must start as HDF5 1.10's newest format, in
/// which all metadata has checksums. @post place.file_bytes is set
/// @throws DataError, also if it is a pipe, a device or a link; IoError
void require_new_format(H5Place& place);

/// Properties for opening a dataset. Links to other files are not followed.
H5Handle guarded_access(std::size_t cache_bytes);

/// The type of texts of any size, for require_plain.
constexpr std::int64_t k_any_text = -1;

/// Checks that a dataset has exactly this type (values are not converted), is chunked, has one
/// Fletcher-32 checksum per chunk and no other filter, is stored in this file, and that every chunk
/// is present with its stated size. A stated size therefore never exceeds the file.
/// @throws DataError
void require_plain(std::int64_t dataset, std::int64_t type, const H5Place& place,
                   const std::string& item);

/// Checks an attribute's type. @throws DataError if it differs, or for a text of more than 16 MiB
void require_attribute_type(std::int64_t type, std::int64_t wanted, const H5Place& place,
                            const std::string& item);

} // namespace ecgpress
