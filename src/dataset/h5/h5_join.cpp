#include "dataset/h5/h5_join.hpp"

#include <algorithm>
#include <hdf5.h>
#include <string>
#include <utility>

namespace ecgpress {

namespace {

// Small, because all columns grow together and HDF5 keeps one chunk of each in memory.
constexpr std::size_t k_joined_chunk_bytes = std::size_t{1} << 18;

using Extent = std::vector<hsize_t>;

H5Handle space_of(const Extent& size) {
    return {H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose};
}

/// Selects rows [first, first + count) of a dataset of that extent.
H5Handle rows_of(const Extent& size, hsize_t first, hsize_t count) {
    H5Handle space = space_of(size);
    Extent start(size.size(), 0), rows = size;
    start[0] = first;
    rows[0] = count;
    H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, rows.data(), nullptr);
    return space;
}

/// Properties without times, so that runs are byte-identical.
H5Handle joined_dataset_list() {
    H5Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_obj_track_times(list.id(), false);
    return list;
}

H5Handle open_dataset(std::int64_t file, const H5Place& place, const std::string& name) {
    H5Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
    checked(dataset.id(), place, "read", name);
    return dataset;
}

Extent extent_of(const H5Handle& dataset) {
    const H5Handle space(H5Dget_space(dataset.id()), H5Sclose);
    Extent size(static_cast<std::size_t>(std::max(1, H5Sget_simple_extent_ndims(space.id()))), 0);
    H5Sget_simple_extent_dims(space.id(), size.data(), nullptr);
    return size;
}

Extent extent_of(std::uint64_t rows, std::size_t width, int rank) {
    Extent size{rows, width};
    size.resize(static_cast<std::size_t>(rank));
    return size;
}

} // namespace

void H5Join::measure(const H5File& file, const std::string& name, std::uint64_t rows_between) {
    const H5Handle dataset = open_dataset(file.file_.id(), *file.place_, name);
    const Extent extent = extent_of(dataset);
    H5Handle type(H5Dget_type(dataset.id()), H5Tclose);
    Size& size = sizes_[name];
    // Offsets of two files share one entry: the end of one is the start of the next.
    size.rows += extent[0] - (size.rows == 0 ? 0 : rows_between);
    size.rank = static_cast<int>(extent.size());
    size.width = extent.size() == 1 ? 1 : extent[1];
    // The text size is that of the longest text of all files.
    if (size.type.id() < 0 || H5Tget_size(type.id()) > H5Tget_size(size.type.id()))
        size.type = std::move(type);
}

void H5Join::measure(const H5File& file, const std::string& link) {
    for (const std::string& name : names_.columns) measure(file, name, 0);
    for (const std::string& name : names_.offsets) measure(file, name, 1);
    links_.push_back({link, {}});
    for (const std::string& name : names_.arrays) {
        const std::uint64_t before = sizes_[name].rows;
        measure(file, name, 0);
        links_.back().rows[name] = sizes_[name].rows - before;
    }
}

void H5Join::make(const std::string& name) {
    const Size& size = sizes_.at(name);
    const std::size_t row_bytes = H5Tget_size(size.type.id()) * size.width;
    const hsize_t most_rows = std::max<std::size_t>(1, k_joined_chunk_bytes / row_bytes);
    const Extent chunk =
        extent_of(std::clamp<hsize_t>(size.rows, 1, most_rows), size.width, size.rank);
    const H5Handle creation = joined_dataset_list();
    H5Pset_chunk(creation.id(), size.rank, chunk.data());
    H5Pset_fletcher32(creation.id());
    // HDF5 requires a chunk no larger than the dataset, unless the dataset can grow.
    const Extent extent = extent_of(size.rows, size.width, size.rank);
    Extent most = extent;
    if (size.rows == 0) most[0] = H5S_UNLIMITED;
    const H5Handle space(H5Screate_simple(size.rank, extent.data(), most.data()), H5Sclose);
    H5Handle dataset(H5Dcreate2(target_->file_.id(), name.c_str(), size.type.id(), space.id(),
                                H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                     H5Dclose);
    checked(dataset.id(), *target_->place_, "write", name);
    joined_[name].dataset = std::move(dataset);
}

void H5Join::begin(H5File& target) {
    target_ = &target;
    for (const auto* names : {&names_.columns, &names_.offsets})
        for (const std::string& name : *names) make(name);
}

void H5Join::write_rows(const std::string& name, std::int64_t type, std::uint64_t rows,
                        const void* values) {
    const Size& size = sizes_.at(name);
    Joined& joined = joined_.at(name);
    if (rows == 0) return;
    const H5Handle place = rows_of(extent_of(size.rows, size.width, size.rank), joined.done, rows);
    const H5Handle memory = space_of(extent_of(rows, size.width, size.rank));
    checked(H5Dwrite(joined.dataset.id(), type, memory.id(), place.id(), H5P_DEFAULT, values),
            *target_->place_, "write", name);
    joined.done += rows;
}

void H5Join::append_rows(const H5File& file, const std::string& name) {
    const Size& size = sizes_.at(name);
    const H5Handle dataset = open_dataset(file.file_.id(), *file.place_, name);
    const std::uint64_t rows = extent_of(dataset)[0];
    // HDF5 pads shorter texts while reading.
    std::vector<char> values(rows * size.width * H5Tget_size(size.type.id()));
    checked(H5Dread(dataset.id(), size.type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            *file.place_, "read", name);
    write_rows(name, size.type.id(), rows, values.data());
}

void H5Join::append_offsets(const H5File& file, const std::string& name) {
    const H5Handle dataset = open_dataset(file.file_.id(), *file.place_, name);
    std::vector<std::int64_t> offsets(extent_of(dataset)[0]);
    checked(H5Dread(dataset.id(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, offsets.data()),
            *file.place_, "read", name);
    Joined& joined = joined_.at(name);
    for (std::int64_t& offset : offsets) offset += joined.base;
    const std::size_t known = joined.done == 0 ? 0 : 1;
    write_rows(name, H5T_NATIVE_INT64, offsets.size() - known, offsets.data() + known);
    joined.base = offsets.back();
}

void H5Join::append(const H5File& file) {
    for (const std::string& name : names_.columns) append_rows(file, name);
    for (const std::string& name : names_.offsets) append_offsets(file, name);
}

void H5Join::close_joined() {
    for (auto& [name, joined] : joined_)
        checked(joined.dataset.close(), *target_->place_, "write", name);
    joined_.clear();
}

void H5Join::refer(const std::string& name) {
    const Size& size = sizes_.at(name);
    if (size.rows == 0) { // no values to refer to
        make(name);
        close_joined();
        return;
    }
    const Extent extent = extent_of(size.rows, size.width, size.rank);
    const H5Handle creation = joined_dataset_list(), space = space_of(extent);
    std::uint64_t first = 0;
    for (const Link& link : links_) {
        const std::uint64_t rows = link.rows.at(name);
        if (rows == 0) continue;
        const H5Handle here = rows_of(extent, first, rows);
        const H5Handle there = space_of(extent_of(rows, size.width, size.rank));
        checked(
            H5Pset_virtual(creation.id(), here.id(), link.path.c_str(), name.c_str(), there.id()),
            *target_->place_, "write", name);
        first += rows;
    }
    H5Handle dataset(H5Dcreate2(target_->file_.id(), name.c_str(), size.type.id(), space.id(),
                                H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                     H5Dclose);
    checked(dataset.id(), *target_->place_, "write", name);
    checked(dataset.close(), *target_->place_, "write", name);
}

void H5Join::finish() {
    close_joined();
    for (const std::string& name : names_.arrays) refer(name);
}

std::vector<H5Join::Part> H5Join::parts(const H5File& joined, const std::string& array) {
    constexpr std::size_t k_longest_name = 4096;
    const H5Handle dataset(H5Dopen2(joined.file_.id(), array.c_str(), H5P_DEFAULT), H5Dclose);
    checked(dataset.id(), *joined.place_, "read", array);
    const H5Handle creation(H5Dget_create_plist(dataset.id()), H5Pclose);
    std::vector<Part> parts;
    std::size_t count = 0;
    if (H5Pget_layout(creation.id()) != H5D_VIRTUAL ||
        H5Pget_virtual_count(creation.id(), &count) < 0)
        return parts;
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<char> path(k_longest_name), name(k_longest_name);
        H5Pget_virtual_filename(creation.id(), i, path.data(), path.size());
        H5Pget_virtual_dsetname(creation.id(), i, name.data(), name.size());
        const H5Handle here(H5Pget_virtual_vspace(creation.id(), i), H5Sclose);
        const H5Handle there(H5Pget_virtual_srcspace(creation.id(), i), H5Sclose);
        hsize_t first = 0, last = 0;
        if (H5Sget_simple_extent_ndims(here.id()) != 1 ||
            H5Sget_select_type(there.id()) != H5S_SEL_ALL ||
            H5Sget_select_bounds(here.id(), &first, &last) < 0 || first != next)
            return {};
        next = last + 1;
        parts.push_back({std::string(path.data()), std::string(name.data()), next - first});
    }
    return parts;
}

} // namespace ecgpress
