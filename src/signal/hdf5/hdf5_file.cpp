#include "signal/hdf5/hdf5_file.hpp"

#include <hdf5.h>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/h5/h5_disk.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/hdf5/hdf5_type.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_most_items = 1000; ///< that are looked at

herr_t refuse_link(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) {
    return -1;
}

/// Properties for following links: never to other files.
H5Handle access_to(hid_t kind) {
    H5Handle list(H5Pcreate(kind), H5Pclose);
    H5Pset_elink_cb(list.id(), refuse_link, nullptr);
    return list;
}

Hdf5Shape shape_of(hid_t dataset) {
    const H5Handle space(H5Dget_space(dataset), H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space.id());
    Hdf5Shape shape(rank > 0 ? static_cast<std::size_t>(rank) : 0);
    if (rank > 0) H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr);
    return shape;
}

} // namespace

std::string shape_text(const Hdf5Shape& shape) {
    std::vector<std::string> parts;
    parts.reserve(shape.size());
    for (const std::uint64_t extent : shape) parts.push_back(concat(extent));
    return concat("(", join(parts, ", "), ")");
}

Hdf5File::Hdf5File(const std::filesystem::path& path, std::string name)
    : name_(std::move(name)), place_(std::make_shared<H5Place>()) {
    place_->path = path;
    std::error_code ignored;
    place_->file_bytes = std::filesystem::file_size(path, ignored);
    const H5Handle access = h5_file_access(*place_);
    H5PLset_loading_state(0); // no filters from shared libraries
    file_ =
        std::make_shared<H5Handle>(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose);
    if (file_->id() < 0)
        fail(concat("it is not an HDF5 file, or it is truncated or corrupt (",
                    printable(last_h5_failure().reason),
                    "). Download it again, or check it with h5dump -H"));
}

void Hdf5File::fail(const std::string& problem) const {
    if (place_->system_error != 0)
        throw IoError(concat("cannot read ", on_one_line(name_), ": ",
                             std::generic_category().message(place_->system_error),
                             ". Check the disk, then run the same command to resume."));
    throw DataError(concat(on_one_line(name_), ": ", problem, "."));
}

void Hdf5File::require_inside(const std::string& dataset) const {
    const H5Handle access = access_to(H5P_LINK_ACCESS);
    std::string path;
    for (const std::string& part : split_text(dataset, '/')) {
        if (part.empty()) continue;
        path += "/" + part;
        H5L_info_t link{};
        if (H5Lget_info(file_->id(), path.c_str(), &link, access.id()) < 0) {
            std::vector<std::string> there;
            for (const Item& item : items())
                there.push_back(concat(printable(item.name), " ", shape_text(item.shape)));
            constexpr std::size_t k_named = 8;
            if (there.size() > k_named) there.resize(k_named);
            fail(concat("it has no dataset ", printable(dataset), ". It has ",
                        there.empty() ? "none" : join(there, ", "), ". Set source.dataset"));
        }
        if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT)
            fail(concat("the dataset ", printable(dataset), " is behind the link ", printable(path),
                        " to another file, which is not followed. Copy the values "
                        "into one file with h5copy -f ext"));
    }
}

Hdf5Dataset Hdf5File::open(const std::string& dataset) const {
    require_inside(dataset);
    const H5Handle access = access_to(H5P_DATASET_ACCESS);
    H5Handle opened(H5Dopen2(file_->id(), dataset.c_str(), access.id()), H5Dclose);
    if (opened.id() < 0)
        fail(concat("the dataset ", printable(dataset), " cannot be opened (",
                    printable(last_h5_failure().reason), ")"));
    return {place_, file_, concat(on_one_line(name_), ": the dataset ", printable(dataset)),
            std::move(opened)};
}

std::vector<Hdf5File::Item> Hdf5File::items() const {
    struct Visit {
        std::vector<std::string> names;
        std::size_t seen = 0;
    } visit;
    // Links to other files are not followed here.
    H5Ovisit2(
        file_->id(), H5_INDEX_NAME, H5_ITER_NATIVE,
        [](hid_t, const char* name, const H5O_info_t* info, void* to) {
            auto& found = *static_cast<Visit*>(to);
            if (info->type == H5O_TYPE_DATASET) found.names.emplace_back(name);
            return herr_t{++found.seen >= k_most_items ? 1 : 0};
        },
        &visit, H5O_INFO_BASIC);
    std::vector<Item> items;
    for (const std::string& name : visit.names) {
        const H5Handle dataset(H5Dopen2(file_->id(), name.c_str(), H5P_DEFAULT), H5Dclose);
        if (dataset.id() < 0) continue;
        const H5Handle type(H5Dget_type(dataset.id()), H5Tclose);
        items.push_back({name, hdf5_type_name(type.id()), shape_of(dataset.id()),
                         hdf5_number(type.id()).has_value()});
    }
    return items;
}

} // namespace ecgpress
