// The filters of chunks in HDF5 files, undone without the HDF5 library: a chunk never takes more
// memory than its dataset states.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ecgpress {

/// A filter of a dataset.
struct Hdf5Filter {
    int number = 0;            ///< registered with the HDF Group
    std::size_t parameter = 0; ///< shuffle: bytes of a value
};

/// Whether chunks with this filter can be read: shuffle, deflate (gzip) and fletcher32.
bool can_undo(const Hdf5Filter& filter);

/// "lzf", "szip", ... or "32004", for messages.
std::string name_of(const Hdf5Filter& filter);

/// Undoes the filters of a chunk. @param skipped  bit i: filter i was not applied
/// @param size  of the values in bytes
/// @return empty if a checksum is wrong, or the chunk is corrupt or of another size
std::string undo_filters(std::string stored, const std::vector<Hdf5Filter>& filters,
                         std::uint32_t skipped, std::size_t size);

} // namespace ecgpress
