#include "dataset/h5/h5_guard.hpp"

#include <algorithm>
#include <array>
#include <hdf5.h>
#include <string_view>
#include <vector>

#include "core/input_file.hpp"
#include "dataset/h5/h5_types.hpp"

namespace ecgpress {

namespace {

// HDF5 file format specification, version 3.0, II.A.
constexpr std::string_view k_signature("\x89HDF\r\n\x1a\n", 8);
constexpr char k_superblock_version = 3, k_address_bytes = 8;

constexpr hsize_t k_most_chunk_bytes = std::size_t{4} << 20; ///< Own chunks have up to 1 MiB.
/// Minimum size where there are several chunks. Own chunks have 0.5 MiB or more, those of a joined
/// file half of 256 KiB. HDF5 1.10 searches chunks from the first, so reading very many small
/// chunks would take too long.
constexpr hsize_t k_least_chunk_bytes = std::size_t{1} << 17;
constexpr hsize_t k_checksum_bytes = 4;
constexpr std::size_t k_longest_text = std::size_t{16} << 20;

herr_t refuse_link(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) {
    return -1;
}

bool is_type(std::int64_t type, std::int64_t wanted) {
    if (wanted != k_any_text) return H5Tequal(type, wanted) > 0;
    if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0) return false;
    const H5Handle text = text_type(H5Tget_size(type));
    return H5Tget_size(type) <= k_longest_text && H5Tequal(type, text.id()) > 0;
}

/// True if the dataset is chunked, with checksums and no other filter.
bool is_plain_storage(hid_t creation) {
    if (H5Pget_layout(creation) != H5D_CHUNKED || H5Pget_external_count(creation) != 0 ||
        H5Pget_nfilters(creation) != 1)
        return false;
    unsigned flags = 0, config = 0;
    std::size_t values = 0;
    return H5Pget_filter2(creation, 0, &flags, &values, nullptr, 0, nullptr, &config) ==
           H5Z_FILTER_FLETCHER32;
}

/// True if every chunk of the dataset is present, complete, checksummed and inside the file.
bool has_all_chunks(hid_t dataset, hid_t creation, hsize_t value_bytes, const H5Place& place,
                    const std::string& item) {
    const hsize_t file_bytes = place.file_bytes;
    const H5Handle space(H5Dget_space(dataset), H5Sclose);
    std::array<hsize_t, 2> size{1, 1}, chunk{1, 1};
    const int rank = H5Sget_simple_extent_ndims(space.id());
    if (rank < 1 || rank > 2) return false;
    H5Sget_simple_extent_dims(space.id(), size.data(), nullptr);
    if (H5Pget_chunk(creation, rank, chunk.data()) != rank) return false;
    const hsize_t chunk_bytes = chunk[0] * chunk[1] * value_bytes; // each below 2^32
    if (chunk[0] > k_most_chunk_bytes || chunk[1] > k_most_chunk_bytes || chunk_bytes == 0 ||
        chunk_bytes > k_most_chunk_bytes || size[1] > chunk[1])
        return false;
    const hsize_t count = size[0] / chunk[0] + (size[0] % chunk[0] != 0 ? 1 : 0);
    if (count > file_bytes / chunk_bytes || (count > 1 && chunk_bytes < k_least_chunk_bytes))
        return false;
    for (hsize_t i = 0; i < count; ++i) {
        const hsize_t offset[] = {i * chunk[0], 0};
        unsigned skipped_filters = 0;
        haddr_t address = 0;
        hsize_t bytes = 0;
        checked(H5Dget_chunk_info_by_coord(dataset, offset, &skipped_filters, &address, &bytes),
                place, "read", item);
        if (address == HADDR_UNDEF || skipped_filters != 0 ||
            bytes != chunk_bytes + k_checksum_bytes || bytes > file_bytes ||
            address > file_bytes - bytes)
            return false;
    }
    return true;
}

} // namespace

void require_new_format(H5Place& place) {
    InputFile file(place.path, Links::refused);
    place.file_bytes = file.size();
    std::array<char, 11> begin{};
    const bool is_new = file.read_at(0, begin.data(), begin.size()) == begin.size() &&
                        std::equal(k_signature.begin(), k_signature.end(), begin.begin()) &&
                        begin[8] == k_superblock_version && begin[9] == k_address_bytes &&
                        begin[10] == k_address_bytes;
    H5Eclear2(H5E_DEFAULT);
    if (!is_new) throw_h5(place, "read", "");
}

H5Handle guarded_access(std::size_t cache_bytes) {
    H5Handle list(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    H5Pset_elink_cb(list.id(), refuse_link, nullptr);
    // Streams are read from front to back: evict fully read chunks first.
    H5Pset_chunk_cache(list.id(), H5D_CHUNK_CACHE_NSLOTS_DEFAULT, cache_bytes, 1.0);
    return list;
}

void require_plain(std::int64_t dataset, std::int64_t type, const H5Place& place,
                   const std::string& item) {
    const H5Handle its_type(H5Dget_type(dataset), H5Tclose),
        creation(H5Dget_create_plist(dataset), H5Pclose);
    if (!is_type(its_type.id(), type) || !is_plain_storage(creation.id()) ||
        !has_all_chunks(dataset, creation.id(), H5Tget_size(its_type.id()), place, item))
        throw_h5(place, "read", item);
}

void require_attribute_type(std::int64_t type, std::int64_t wanted, const H5Place& place,
                            const std::string& item) {
    if (!is_type(type, wanted) || H5Tget_size(type) > place.file_bytes)
        throw_h5(place, "read", item);
}

} // namespace ecgpress
