#include "dataset/h5/h5.hpp"

#include <algorithm>
#include <hdf5.h>
#include <utility>

#include "core/h5/h5_disk.hpp"
#include "dataset/h5/h5_guard.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_chunk_bytes = std::size_t{1}
                                      << 20;             ///< Upper limit for a chunk of a column.
constexpr std::size_t k_cache_bytes = 2 * k_chunk_bytes; ///< Chunk cache of an array.
constexpr unsigned k_most_links = 128; ///< Links of a group before HDF5 gives it a separate index.

H5Handle property_list(hid_t kind) {
    return {H5Pcreate(kind), H5Pclose};
}

/// Properties of a new file, group or dataset. No times are stored, so that runs are
/// byte-identical.
H5Handle creation_list(hid_t kind) {
    H5Handle list = property_list(kind);
    H5Pset_obj_track_times(list.id(), false);
    return list;
}

H5Handle access_list(H5Place& place) {
    H5Handle list = h5_file_access(place);
    // The newest format of HDF5 1.10, stated explicitly: all metadata has checksums, and a newer
    // library writes the same bytes.
    H5Pset_libver_bounds(list.id(), H5F_LIBVER_V110, H5F_LIBVER_V110);
    return list;
}

/// A file attribute with one value.
H5Handle open_attribute(hid_t file, const H5Place& place, const std::string& name) {
    H5Handle attribute(H5Aopen(file, name.c_str(), H5P_DEFAULT), H5Aclose);
    checked(attribute.id(), place, "read", "attribute " + name);
    const H5Handle space(H5Aget_space(attribute.id()), H5Sclose);
    if (H5Sget_simple_extent_npoints(space.id()) != 1) throw_h5(place, "read", "attribute " + name);
    return attribute;
}

/// Properties of a chunked dataset with checksums.
H5Handle dataset_list(const std::vector<hsize_t>& chunk) {
    H5Handle list = creation_list(H5P_DATASET_CREATE);
    H5Pset_chunk(list.id(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_fletcher32(list.id());
    return list;
}

/// Selects [first, first + count) of a one-dimensional dataset. @return the dataspace
H5Handle selection(hid_t dataset, hsize_t first, hsize_t count) {
    H5Handle space(H5Dget_space(dataset), H5Sclose);
    H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
    return space;
}

H5Handle flat_space(hsize_t count) {
    return {H5Screate_simple(1, &count, nullptr), H5Sclose};
}

/// Transfer properties for reading values.
H5Handle reading_list(const H5Place& place) {
    H5Handle list = property_list(H5P_DATASET_XFER);
    if (place.checksums == H5Checksums::ignored) H5Pset_edc_check(list.id(), H5Z_DISABLE_EDC);
    return list;
}

} // namespace

void H5Array::append(const void* values, std::size_t count) {
    const hsize_t grown = size_ + count;
    checked(H5Dset_extent(dataset_.id(), &grown), *place_, "write", name_);
    const H5Handle memory = flat_space(count), target = selection(dataset_.id(), size_, count);
    checked(H5Dwrite(dataset_.id(), type_in_memory(type_), memory.id(), target.id(), H5P_DEFAULT,
                     values),
            *place_, "write", name_);
    size_ = grown;
}

void H5Array::close() {
    checked(dataset_.close(), *place_, "write", name_);
}

void H5Array::read(std::uint64_t first, std::size_t count, void* values) const {
    if (count == 0) return;
    const H5Handle memory = flat_space(count), source = selection(dataset_.id(), first, count),
                   reading = reading_list(*place_);
    checked(H5Dread(dataset_.id(), type_in_memory(type_), memory.id(), source.id(), reading.id(),
                    values),
            *place_, "read", name_);
}

H5File::H5File(std::shared_ptr<H5Place> place, H5Handle file)
    : place_(std::move(place)), file_(std::move(file)) {}

H5File H5File::create(const fs::path& path, Readers readers) {
    auto place = std::make_shared<H5Place>(H5Place{path, 0, H5Checksums::required, 0, readers});
    const H5Handle access = access_list(*place), creation = creation_list(H5P_FILE_CREATE);
    H5Handle file(H5Fcreate(path.c_str(), H5F_ACC_EXCL, creation.id(), access.id()), H5Fclose);
    checked(file.id(), *place, "write", "");
    return {std::move(place), std::move(file)};
}

H5File H5File::open(const fs::path& path, H5Checksums checksums) {
    auto place = std::make_shared<H5Place>(H5Place{path, 0, checksums, 0, Readers::allowed});
    const H5Handle access = access_list(*place);
    require_new_format(*place);
    H5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose);
    checked(file.id(), *place, "read", "");
    return {std::move(place), std::move(file)};
}

void H5File::close() {
    checked(file_.close(), *place_, "write", "");
}

void H5File::make_group(const std::string& name, unsigned members) {
    constexpr unsigned k_name_size = 24;
    const H5Handle creation = creation_list(H5P_GROUP_CREATE);
    H5Pset_link_phase_change(creation.id(), k_most_links, k_most_links);
    H5Pset_est_link_info(creation.id(), members, k_name_size);
    H5Handle group(H5Gcreate2(file_.id(), name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                   H5Gclose);
    checked(group.id(), *place_, "write", name);
    checked(group.close(), *place_, "write", name);
}

void H5File::write_attribute(const std::string& name, std::int64_t file_type,
                             std::int64_t memory_type, const void* value) {
    const H5Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    H5Handle attribute(
        H5Acreate2(file_.id(), name.c_str(), file_type, space.id(), H5P_DEFAULT, H5P_DEFAULT),
        H5Aclose);
    checked(attribute.id(), *place_, "write", "attribute " + name);
    checked(H5Awrite(attribute.id(), memory_type, value), *place_, "write", "attribute " + name);
    checked(attribute.close(), *place_, "write", "attribute " + name);
}

void H5File::set_attribute(const std::string& name, std::uint64_t value) {
    write_attribute(name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

void H5File::set_attribute(const std::string& name, const std::string& text) {
    const H5Handle type = text_type(text.size());
    write_attribute(name, type.id(), type.id(), text.c_str());
}

std::uint64_t H5File::number_attribute(const std::string& name) const {
    const H5Handle attribute = open_attribute(file_.id(), *place_, name);
    const H5Handle type(H5Aget_type(attribute.id()), H5Tclose);
    require_attribute_type(type.id(), H5T_STD_U64LE, *place_, "attribute " + name);
    std::uint64_t value = 0;
    checked(H5Aread(attribute.id(), H5T_NATIVE_UINT64, &value), *place_, "read",
            "attribute " + name);
    return value;
}

std::string H5File::text_attribute(const std::string& name) const {
    const H5Handle attribute = open_attribute(file_.id(), *place_, name);
    const H5Handle type(H5Aget_type(attribute.id()), H5Tclose);
    require_attribute_type(type.id(), k_any_text, *place_, "attribute " + name);
    std::string text(H5Tget_size(type.id()), '\0');
    checked(H5Aread(attribute.id(), type.id(), text.data()), *place_, "read", "attribute " + name);
    return without_padding(std::move(text));
}

void H5File::write_dataset(const std::string& name, std::int64_t file_type,
                           std::int64_t memory_type, const void* values, std::size_t rows,
                           std::size_t width) {
    const int rank = width == 1 ? 1 : 2;
    const hsize_t size[] = {rows, width}, growing[] = {H5S_UNLIMITED, width};
    const std::size_t row_bytes = H5Tget_size(file_type) * width;
    const std::size_t chunk_rows = std::max<std::size_t>(1, k_chunk_bytes / row_bytes);
    std::vector<hsize_t> chunk{std::clamp<hsize_t>(rows, 1, chunk_rows), width};
    chunk.resize(static_cast<std::size_t>(rank));
    // HDF5 requires a chunk no larger than the dataset, unless the dataset can grow.
    const H5Handle space(H5Screate_simple(rank, size, rows == 0 ? growing : nullptr), H5Sclose);
    const H5Handle creation = dataset_list(chunk);
    H5Handle dataset(H5Dcreate2(file_.id(), name.c_str(), file_type, space.id(), H5P_DEFAULT,
                                creation.id(), H5P_DEFAULT),
                     H5Dclose);
    checked(dataset.id(), *place_, "write", name);
    checked(H5Dwrite(dataset.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), *place_,
            "write", name);
    checked(dataset.close(), *place_, "write", name); // the last chunks are written here
}

void H5File::write_column(const std::string& name, H5Type type, const void* values,
                          std::size_t rows, std::size_t width) {
    write_dataset(name, type_in_file(type), type_in_memory(type), values, rows, width);
}

void H5File::write_texts(const std::string& name, const std::vector<std::string>& texts) {
    std::size_t longest = 1;
    for (const std::string& text : texts) longest = std::max(longest, text.size());
    std::string padded;
    for (const std::string& text : texts) padded += text + std::string(longest - text.size(), '\0');
    const H5Handle type = text_type(longest);
    write_dataset(name, type.id(), type.id(), padded.data(), texts.size(), 1);
}

H5File::Column H5File::open_column(const std::string& name, std::size_t width,
                                   std::int64_t type) const {
    const H5Handle access = guarded_access(k_cache_bytes);
    Column column{name, H5Handle(H5Dopen2(file_.id(), name.c_str(), access.id()), H5Dclose), 0};
    const hid_t dataset = checked(column.dataset.id(), *place_, "read", name);
    require_plain(dataset, type, *place_, name);
    const H5Handle space(H5Dget_space(dataset), H5Sclose);
    hsize_t size[2] = {0, 1};
    const int rank = width == 1 ? 1 : 2;
    if (H5Sget_simple_extent_ndims(space.id()) != rank) throw_h5(*place_, "read", name);
    H5Sget_simple_extent_dims(space.id(), size, nullptr);
    if (size[1] != width) throw_h5(*place_, "read", name);
    column.rows = size[0];
    return column;
}

void H5File::read_column(const Column& column, H5Type type, void* values) const {
    const H5Handle reading = reading_list(*place_);
    checked(
        H5Dread(column.dataset.id(), type_in_memory(type), H5S_ALL, H5S_ALL, reading.id(), values),
        *place_, "read", column.name);
}

std::size_t H5File::rows_of_texts(const std::string& name) const {
    return open_column(name, 1, k_any_text).rows;
}

std::vector<std::string> H5File::read_texts(const std::string& name) const {
    const Column column = open_column(name, 1, k_any_text);
    const H5Handle type(H5Dget_type(column.dataset.id()), H5Tclose),
        reading = reading_list(*place_);
    const std::size_t size = H5Tget_size(type.id());
    std::string padded(column.rows * size, '\0');
    checked(H5Dread(column.dataset.id(), type.id(), H5S_ALL, H5S_ALL, reading.id(), padded.data()),
            *place_, "read", name);
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < column.rows; ++row)
        texts.push_back(without_padding(padded.substr(row * size, size)));
    return texts;
}

H5Array H5File::make_array(const std::string& name, H5Type type, std::size_t chunk_size) {
    const hsize_t size = 0, growing = H5S_UNLIMITED;
    const H5Handle space(H5Screate_simple(1, &size, &growing), H5Sclose);
    const H5Handle creation = dataset_list({chunk_size}), access = guarded_access(k_cache_bytes);
    H5Array array;
    array.place_ = place_;
    array.name_ = name;
    array.type_ = type;
    array.dataset_ = H5Handle(H5Dcreate2(file_.id(), name.c_str(), type_in_file(type), space.id(),
                                         H5P_DEFAULT, creation.id(), access.id()),
                              H5Dclose);
    checked(array.dataset_.id(), *place_, "write", name);
    return array;
}

H5Array H5File::open_array(const std::string& name, H5Type type) const {
    H5Array array;
    array.place_ = place_;
    array.name_ = name;
    array.type_ = type;
    Column column = open_column(name, 1, type_in_file(type));
    array.size_ = column.rows;
    array.dataset_ = std::move(column.dataset);
    return array;
}

} // namespace ecgpress
