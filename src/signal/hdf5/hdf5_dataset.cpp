#include "signal/hdf5/hdf5_dataset.hpp"

#include <algorithm>
#include <cstring>
#include <hdf5.h>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/hdf5/hdf5_type.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_most_axes = 4;
constexpr std::uint64_t k_most_values = std::uint64_t{1} << 24; ///< that are read at once
constexpr std::uint64_t k_most_chunk_bytes = std::uint64_t{64} << 20;
constexpr std::uint64_t k_most_chunks = 4096; ///< that are read at once
constexpr std::size_t k_longest_text = 1024;

/// The product; no more than a limit, so that it cannot overflow.
std::uint64_t product(const Hdf5Shape& factors, std::uint64_t limit) {
    std::uint64_t product = 1;
    for (const std::uint64_t factor : factors) {
        if (factor != 0 && product > limit / factor) return limit + 1;
        product *= factor;
    }
    return product;
}

/// Copies a box of `count` values from one array to another; both are in C order.
void copy_box(const char* from, const Hdf5Shape& from_shape, const Hdf5Shape& from_first, char* to,
              const Hdf5Shape& to_shape, const Hdf5Shape& to_first, const Hdf5Shape& count,
              std::size_t value_bytes, std::size_t axis = 0, std::uint64_t from_at = 0,
              std::uint64_t to_at = 0) {
    const std::uint64_t from_row = from_at * from_shape[axis] + from_first[axis],
                        to_row = to_at * to_shape[axis] + to_first[axis];
    if (axis + 1 == count.size()) {
        std::memcpy(to + to_row * value_bytes, from + from_row * value_bytes,
                    count[axis] * value_bytes);
        return;
    }
    for (std::uint64_t i = 0; i < count[axis]; ++i)
        copy_box(from, from_shape, from_first, to, to_shape, to_first, count, value_bytes, axis + 1,
                 from_row + i, to_row + i);
}

} // namespace

struct Hdf5Dataset::Box {
    Hdf5Shape first, count;
    std::uint64_t values = 0;
};

Hdf5Dataset::Hdf5Dataset(std::shared_ptr<H5Place> place, std::shared_ptr<H5Handle> file,
                         std::string item, H5Handle dataset)
    : place_(std::move(place)), file_(std::move(file)), item_(std::move(item)),
      dataset_(std::move(dataset)) {
    const H5Handle space(H5Dget_space(dataset_.id()), H5Sclose);
    const int rank = checked(H5Sget_simple_extent_ndims(space.id()));
    if (rank < 1 || static_cast<std::size_t>(rank) > k_most_axes)
        fail(concat("has ", rank, " axes. Expected 1 to ", k_most_axes));
    shape_.resize(static_cast<std::size_t>(rank));
    checked(H5Sget_simple_extent_dims(space.id(), shape_.data(), nullptr));
    const H5Handle type(H5Dget_type(dataset_.id()), H5Tclose);
    read_type(checked(type.id()));
    read_storage();
}

void Hdf5Dataset::fail(const std::string& problem) const {
    if (place_->system_error != 0)
        throw IoError(concat("cannot read ", item_, ": ",
                             std::generic_category().message(place_->system_error),
                             ". Check the disk, then run the same command to resume."));
    throw DataError(concat(item_, " ", problem, "."));
}

void Hdf5Dataset::require_records(std::uint64_t count) const {
    constexpr std::uint64_t k_least_bytes = 16; // of a record, compressed; zeros take 200
    if (count == 0) fail(concat("has the shape ", shape_text(shape_), ", without a record"));
    if (count > place_->file_bytes / k_least_bytes)
        fail(concat("states ", count, " records, but the file has ", place_->file_bytes,
                    " bytes. They were never written, or the file is corrupt. Download it again"));
}

template <class Result> Result Hdf5Dataset::checked(Result result) const {
    if (result < 0 || place_->system_error != 0)
        fail(concat("cannot be read (", printable(last_h5_failure().reason),
                    "). The file is corrupt. Download it again"));
    return result;
}

void Hdf5Dataset::read_type(std::int64_t type) {
    value_bytes_ = H5Tget_size(type);
    if (const auto number = hdf5_number(type)) {
        number_ = *number;
        return;
    }
    if (H5Tget_class(type) != H5T_STRING)
        fail(concat("has the type ", hdf5_type_name(type),
                    ". Expected numbers: float of 16, 32 or 64 bits or integers"));
    has_long_texts_ = checked(H5Tis_variable_str(type)) > 0;
    text_bytes_ = value_bytes_;
    if (!has_long_texts_ && (value_bytes_ == 0 || value_bytes_ > k_longest_text))
        fail(concat("has texts of ", value_bytes_, " bytes. The limit is ", k_longest_text));
}

void Hdf5Dataset::read_storage() {
    const H5Handle creation(H5Dget_create_plist(dataset_.id()), H5Pclose);
    const auto layout = H5Pget_layout(checked(creation.id()));
    if (layout == H5D_VIRTUAL)
        fail("is virtual: other files hold its values, and they are not opened. Copy it into one "
             "file with h5repack");
    if (H5Pget_external_count(creation.id()) != 0)
        fail("stores its values in other files, which are not opened. Copy it into one file with "
             "h5repack");
    is_chunked_ = layout == H5D_CHUNKED;
    if (!is_chunked_) return;
    chunk_.resize(shape_.size());
    if (H5Pget_chunk(creation.id(), static_cast<int>(chunk_.size()), chunk_.data()) !=
        static_cast<int>(chunk_.size()))
        fail("has chunks with another number of axes. The file is corrupt");
    const std::uint64_t bytes = product(chunk_, k_most_chunk_bytes);
    if (bytes == 0 || bytes > k_most_chunk_bytes / value_bytes_)
        fail(concat("has chunks of ", shape_text(chunk_), " values, more than ",
                    k_most_chunk_bytes >> 20U,
                    " MiB. Write it with smaller chunks: h5repack -l DATASET:CHUNK=1x..."));
    chunk_bytes_ = bytes * value_bytes_;
    const int count = checked(H5Pget_nfilters(creation.id()));
    for (int i = 0; i < count; ++i) {
        unsigned flags = 0, config = 0, values[8] = {};
        std::size_t value_count = 8;
        Hdf5Filter filter;
        filter.number = checked(H5Pget_filter2(creation.id(), static_cast<unsigned>(i), &flags,
                                               &value_count, values, 0, nullptr, &config));
        filter.parameter = value_count > 0 ? values[0] : 0;
        if (!can_undo(filter))
            fail(concat("is compressed with the filter ", name_of(filter),
                        ", which is not supported. Supported are deflate (gzip), shuffle and "
                        "fletcher32. Write it again with h5repack -f GZIP=4"));
        filters_.push_back(filter);
    }
    if (has_long_texts_ && !filters_.empty())
        fail("has compressed texts of variable length. Write them without compression, or as "
             "numbers");
}

std::vector<double> Hdf5Dataset::numbers(const Hdf5Shape& first, const Hdf5Shape& count) const {
    if (is_text()) fail("has texts. Expected numbers");
    const std::string bytes = bytes_of({first, count, product(count, k_most_values)});
    std::vector<double> values(bytes.size() / value_bytes_);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = value_of(number_, &bytes[i * value_bytes_]);
    return values;
}

std::vector<std::string> Hdf5Dataset::texts(std::uint64_t first, std::uint64_t count) const {
    const Box box{{first}, {count}, count};
    if (has_long_texts_) return long_texts(box);
    if (!is_text() && number_.kind == Hdf5Number::Kind::real)
        fail("has floating point numbers. Expected texts or integers");
    const std::string bytes = bytes_of(box);
    std::vector<std::string> texts;
    texts.reserve(count);
    for (std::size_t at = 0; at < bytes.size(); at += value_bytes_) {
        if (!is_text()) {
            texts.push_back(digits_of(number_, &bytes[at]));
            continue;
        }
        const std::string text = bytes.substr(at, value_bytes_);
        texts.push_back(trimmed(text.substr(0, text.find('\0'))));
    }
    return texts;
}

std::vector<std::string> Hdf5Dataset::long_texts(const Box& box) const {
    const H5Handle type(H5Dget_type(dataset_.id()), H5Tclose),
        memory(H5Screate_simple(1, box.count.data(), nullptr), H5Sclose),
        source(H5Dget_space(dataset_.id()), H5Sclose);
    checked(H5Sselect_hyperslab(source.id(), H5S_SELECT_SET, box.first.data(), nullptr,
                                box.count.data(), nullptr));
    std::vector<char*> found(box.values, nullptr);
    const herr_t read =
        H5Dread(dataset_.id(), type.id(), memory.id(), source.id(), H5P_DEFAULT, found.data());
    std::vector<std::string> texts;
    for (const char* text : found)
        texts.push_back(trimmed(std::string(text == nullptr ? "" : text)));
    H5Dvlen_reclaim(type.id(), memory.id(), H5P_DEFAULT, found.data());
    checked(read);
    return texts;
}

std::string Hdf5Dataset::bytes_of(const Box& box) const {
    if (box.values > k_most_values)
        fail(concat("has ", shape_text(box.count), " values in one record. The limit is ",
                    k_most_values));
    return is_chunked_ ? chunked_bytes(box) : stored_bytes(box);
}

/// A dataset of one piece must be inside the file: HDF5 does not check it before it reads.
void Hdf5Dataset::require_contiguous() const {
    const haddr_t offset = H5Dget_offset(dataset_.id());
    if (offset == HADDR_UNDEF) return; // not written: fill values; or inside the object's header
    const std::uint64_t file_bytes = place_->file_bytes, most = file_bytes / value_bytes_;
    const std::uint64_t bytes = product(shape_, most) * value_bytes_;
    if (bytes > file_bytes || offset > file_bytes - bytes)
        fail(concat("has the shape ", shape_text(shape_),
                    ", but the file ends before its last value. It is truncated or corrupt. "
                    "Download it again"));
    if (H5Dget_storage_size(dataset_.id()) < bytes)
        fail("has less storage than its shape requires. The file is corrupt. Download it again");
}

std::string Hdf5Dataset::stored_bytes(const Box& box) const {
    require_contiguous();
    const H5Handle type(H5Dget_type(dataset_.id()), H5Tclose),
        memory(H5Screate_simple(static_cast<int>(box.count.size()), box.count.data(), nullptr),
               H5Sclose),
        source(H5Dget_space(dataset_.id()), H5Sclose);
    checked(H5Sselect_hyperslab(source.id(), H5S_SELECT_SET, box.first.data(), nullptr,
                                box.count.data(), nullptr));
    std::string bytes(box.values * value_bytes_, '\0');
    checked(H5Dread(dataset_.id(), type.id(), memory.id(), source.id(), H5P_DEFAULT, bytes.data()));
    return bytes;
}

std::string Hdf5Dataset::chunked_bytes(const Box& box) const {
    const std::size_t axes = shape_.size();
    Hdf5Shape begin(axes), steps(axes);
    for (std::size_t i = 0; i < axes; ++i) {
        begin[i] = box.first[i] / chunk_[i] * chunk_[i];
        steps[i] = (box.first[i] + box.count[i] - begin[i] + chunk_[i] - 1) / chunk_[i];
    }
    if (product(steps, k_most_chunks) > k_most_chunks)
        fail(concat("has chunks of ", shape_text(chunk_), " values, so that a record of ",
                    shape_text(box.count), " is in more than ", k_most_chunks,
                    " of them. Write it with chunks of a record: h5repack -l DATASET:CHUNK=..."));
    std::string bytes(box.values * value_bytes_, '\0');
    Hdf5Shape step(axes, 0);
    for (std::size_t axis = 0; axis < axes;) {
        Hdf5Shape corner(axes), from(axes), to(axes), count(axes);
        for (std::size_t i = 0; i < axes; ++i) {
            corner[i] = begin[i] + step[i] * chunk_[i];
            const std::uint64_t low = std::max(corner[i], box.first[i]),
                                high = std::min(corner[i] + chunk_[i], box.first[i] + box.count[i]);
            from[i] = low - corner[i];
            to[i] = low - box.first[i];
            count[i] = high - low;
        }
        copy_box(chunk_at(corner).data(), chunk_, from, bytes.data(), box.count, to, count,
                 value_bytes_);
        for (axis = 0; axis < axes && ++step[axis] == steps[axis]; ++axis) step[axis] = 0;
    }
    return bytes;
}

const std::string& Hdf5Dataset::chunk_at(const Hdf5Shape& first) const {
    if (first == known_chunk_) return chunk_content_;
    known_chunk_.clear();
    // HDF5's own pipeline of filters would allocate whatever a chunk decompresses to.
    constexpr std::uint64_t k_overhead = 4096; // of filters, for values that cannot be compressed
    hsize_t stored = 0;
    checked(H5Dget_chunk_storage_size(dataset_.id(), first.data(), &stored));
    if (stored == 0)
        fail(concat("has no values at ", shape_text(first),
                    ". They were never written. Exclude the record"));
    if (stored > chunk_bytes_ + chunk_bytes_ / 8 + k_overhead || stored > place_->file_bytes)
        fail(concat("states a chunk of ", stored, " bytes for ", chunk_bytes_,
                    " bytes of values. The file is corrupt. Download it again"));
    std::string bytes(stored, '\0');
    std::uint32_t skipped = 0;
    checked(H5Dread_chunk(dataset_.id(), H5P_DEFAULT, first.data(), &skipped, bytes.data()));
    chunk_content_ = undo_filters(std::move(bytes), filters_, skipped, chunk_bytes_);
    if (chunk_content_.empty())
        fail(concat("has a corrupt chunk at ", shape_text(first), ". Download the file again"));
    known_chunk_ = first;
    return chunk_content_;
}

} // namespace ecgpress
