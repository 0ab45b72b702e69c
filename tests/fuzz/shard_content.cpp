// A shard with a valid file and invalid content. The input is a list of changes that are applied
// through HDF5 to the tiny shard, so that the program's own reader is tested and not HDF5's
// checksums.
#include <algorithm>
#include <hdf5.h>
#include <string>
#include <vector>

#include "harness.hpp"
#include "read_shard.hpp"
#include "tiny_dataset.hpp"

namespace {

using namespace ecgpress;

/// Consumes the input from its start; yields zeros after its end.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size) : data_(data), end_(data + size) {}

    bool empty() const { return data_ == end_; }
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            if (!empty()) value |= std::uint64_t{*data_++} << (8 * i);
        return value;
    }
    std::string bytes() {
        const std::size_t size = std::min<std::size_t>(number(2), end_ - data_);
        const std::string taken(reinterpret_cast<const char*>(data_), size);
        data_ += size;
        return taken;
    }

  private:
    const std::uint8_t *data_, *end_;
};

std::vector<std::string> datasets_of(hid_t file) {
    std::vector<std::string> names;
    H5Ovisit2(
        file, H5_INDEX_NAME, H5_ITER_INC,
        [](hid_t, const char* name, const H5O_info_t* info, void* list) {
            if (info->type == H5O_TYPE_DATASET)
                static_cast<std::vector<std::string>*>(list)->emplace_back(name);
            return herr_t{0};
        },
        &names, H5O_INFO_BASIC);
    return names;
}

constexpr const char* k_attributes[] = {"format",        "version",    "fingerprint", "config",
                                        "config_sha256", "first_page", "page_count"};

hid_t text_type(std::size_t size) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, size);
    return type;
}

/// Column types: those of shards, and others.
hid_t any_type(Input& input) {
    switch (input.number(1) % 12) {
    case 0:
        return H5Tcopy(H5T_STD_U8LE);
    case 1:
        return H5Tcopy(H5T_STD_I32LE);
    case 2:
        return H5Tcopy(H5T_STD_U32LE);
    case 3:
        return H5Tcopy(H5T_STD_U64LE);
    case 4:
        return H5Tcopy(H5T_IEEE_F32LE);
    case 5:
        return H5Tcopy(H5T_IEEE_F64LE);
    case 6:
        return H5Tcopy(H5T_STD_I64BE);
    case 7:
        return text_type(H5T_VARIABLE);
    case 8:
        return H5Tvlen_create(H5T_STD_U8LE);
    case 9:
        return H5Tcopy(H5T_STD_REF_OBJ);
    case 10:
        return H5Tcreate(H5T_OPAQUE, 1 + input.number(2));
    default:
        return text_type(1 + input.number(3));
    }
}

/// Storage layouts of a column: that of shards, and others.
hid_t any_layout(Input& input, hsize_t rows, hsize_t width, int rank) {
    const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk[] = {std::clamp<hsize_t>(rows, 1, 4096), std::max<hsize_t>(width, 1)};
    const std::uint64_t kind = input.number(1) % 6;
    if (kind == 4) H5Pset_layout(list, H5D_COMPACT);
    if (kind == 5) H5Pset_external(list, "/proc/self/environ", 0, H5F_UNLIMITED);
    if (kind < 4) H5Pset_chunk(list, rank, chunk);
    if (kind < 2) H5Pset_fletcher32(list);
    if (kind == 2) H5Pset_deflate(list, 1);
    return list;
}

/// Returns whether this number of values may be written. The memory that the harness itself uses
/// must not be mistaken for that of the reader.
bool are_few(hid_t type, hsize_t count) {
    constexpr hsize_t k_most_bytes = hsize_t{1} << 20;
    return count <= k_most_bytes / H5Tget_size(type);
}

/// Values of a type from the bytes of the input, repeated as needed.
std::string values_of(const std::string& bytes, hid_t type, hsize_t count) {
    std::string values(H5Tget_size(type) * count, '\0');
    for (std::size_t i = 0; i < values.size() && !bytes.empty(); ++i)
        values[i] = bytes[i % bytes.size()];
    return values;
}

bool holds_pointers(hid_t type) {
    return H5Tget_class(type) == H5T_VLEN || H5Tis_variable_str(type) > 0;
}

/// Replaces a dataset. Rows that are not written take no space.
void replace(hid_t file, const std::string& name, Input& input) {
    H5Ldelete(file, name.c_str(), H5P_DEFAULT);
    const hid_t type = any_type(input);
    const int rank = 1 + static_cast<int>(input.number(1) % 2);
    const bool large = input.number(1) % 4 == 0;
    const hsize_t rows = input.number(large ? 5 : 1), width = rank == 1 ? 1 : input.number(1) % 9;
    const hsize_t size[] = {rows, width}, most[] = {H5S_UNLIMITED, width};
    const hid_t layout = any_layout(input, rows, width, rank);
    const bool chunked = H5Pget_layout(layout) == H5D_CHUNKED;
    const hid_t space = H5Screate_simple(rank, size, chunked ? most : nullptr);
    const hid_t dataset =
        H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    const std::string bytes = input.bytes();
    if (dataset >= 0 && are_few(type, rows * width) && !holds_pointers(type) &&
        H5Pget_external_count(layout) == 0)
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                 values_of(bytes, type, rows * width).data());
    H5Dclose(dataset);
    H5Sclose(space);
    H5Pclose(layout);
    H5Tclose(type);
}

/// Changes some bytes of a dataset.
void overwrite(hid_t file, const std::string& name, Input& input) {
    const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
    if (dataset < 0) return;
    const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (count > 0 && are_few(type, static_cast<hsize_t>(count)) && !holds_pointers(type)) {
        std::string values(static_cast<std::size_t>(count) * H5Tget_size(type), '\0');
        H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        const std::size_t at = input.number(2) % values.size();
        const std::string bytes = input.bytes().substr(0, values.size() - at);
        std::copy(bytes.begin(), bytes.end(), values.begin() + static_cast<std::ptrdiff_t>(at));
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(dataset);
}

/// The first item of a stream becomes bytes of the input; the others become empty.
void refill(hid_t file, const std::string& name, Input& input) {
    const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
    if (dataset < 0) return;
    const std::string bytes = input.bytes();
    const hsize_t size = bytes.size();
    if (name.rfind("/bytes") != std::string::npos && H5Dset_extent(dataset, &size) >= 0) {
        H5Dwrite(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
        const std::string offsets = name.substr(0, name.rfind('/')) + "/offsets";
        const std::uint64_t values[8] = {0, size, size, size, size, size, size, size};
        const hid_t other = H5Dopen2(file, offsets.c_str(), H5P_DEFAULT);
        if (other >= 0) {
            const hid_t space = H5Dget_space(other);
            if (H5Sget_simple_extent_npoints(space) <= 8)
                H5Dwrite(other, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
            H5Sclose(space);
            H5Dclose(other);
        }
    }
    H5Dclose(dataset);
}

void set_attribute(hid_t file, Input& input) {
    const char* name = k_attributes[input.number(1) % std::size(k_attributes)];
    H5Adelete(file, name);
    const hid_t type = any_type(input);
    const hsize_t count = 1 + input.number(1) % 2;
    const hid_t space = count == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr);
    const hid_t attribute = H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    const std::string bytes = input.bytes();
    if (attribute >= 0 && are_few(type, count) && !holds_pointers(type))
        H5Awrite(attribute, type, values_of(bytes, type, count).data());
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
}

void link_elsewhere(hid_t file, const std::string& name, Input& input) {
    H5Ldelete(file, name.c_str(), H5P_DEFAULT);
    if (input.number(1) % 2 == 0)
        H5Lcreate_external("other.h5", "/pages/index", file, name.c_str(), H5P_DEFAULT,
                           H5P_DEFAULT);
    else
        H5Lcreate_soft(name.c_str(), file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
}

void change(hid_t file, const std::vector<std::string>& datasets, Input& input) {
    const std::uint64_t kind = input.number(1) % 8;
    const std::string& name = datasets[input.number(1) % datasets.size()];
    if (kind < 3) return overwrite(file, name, input);
    if (kind == 3) return refill(file, name, input);
    if (kind == 4) return replace(file, name, input);
    if (kind == 5) return set_attribute(file, input);
    if (kind == 6) return link_elsewhere(file, name, input);
    H5Ldelete(file, name.c_str(), H5P_DEFAULT);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    const fs::path path = fuzz::shard_path();
    static const std::string tiny = [&] {
        fuzz::write_tiny_shard(path);
        return read_file(path);
    }();
    write_file(path, tiny);
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    static const std::vector<std::string> datasets = datasets_of(file);
    Input input(data, size);
    for (int i = 0; i < 32 && !input.empty(); ++i) change(file, datasets, input);
    H5Fclose(file);
    fuzz::read_shard();
    return 0;
}
