// A dataset of an HDF5 file that another program wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/h5/h5_handle.hpp"
#include "core/h5/h5_place.hpp"
#include "signal/hdf5/hdf5_filters.hpp"
#include "signal/hdf5/hdf5_number.hpp"

namespace ecgpress {

using Hdf5Shape = std::vector<unsigned long long>; // as the library counts

/// "(20001, 4096, 12)"
std::string shape_text(const Hdf5Shape& shape);

/// A dataset of numbers or texts, read in parts. Of the values, only the requested part and one
/// chunk are in memory. Values that other files hold (external storage, virtual datasets) and
/// filters that cannot be undone are refused when the dataset is opened.
/// @throws DataError with file, dataset and reason, IoError
class Hdf5Dataset {
  public:
    const Hdf5Shape& shape() const { return shape_; }
    bool is_text() const { return text_bytes_ != 0; }

    /// The values of a box, in the order of the file. @pre it is inside the shape
    std::vector<double> numbers(const Hdf5Shape& first, const Hdf5Shape& count) const;
    /// The values [first, first + count) of a dataset with one axis, as texts: integers in decimal.
    std::vector<std::string> texts(std::uint64_t first, std::uint64_t count) const;
    /// Checks that the file can have so many records, before memory for their names is used: a
    /// shape takes no space. @throws DataError
    void require_records(std::uint64_t count) const;
    /// @throws DataError: problem of this dataset
    [[noreturn]] void fail(const std::string& problem) const;

  private:
    friend class Hdf5File;
    struct Box;

    Hdf5Dataset(std::shared_ptr<H5Place> place, std::shared_ptr<H5Handle> file, std::string item,
                H5Handle dataset);
    void read_type(std::int64_t type);
    void read_storage();
    void require_contiguous() const;
    std::string bytes_of(const Box& box) const;
    std::string stored_bytes(const Box& box) const;
    std::string chunked_bytes(const Box& box) const;
    const std::string& chunk_at(const Hdf5Shape& first) const;
    std::vector<std::string> long_texts(const Box& box) const;
    /// The result of a call, or an error with HDF5's reason.
    template <class Result> Result checked(Result result) const;

    std::shared_ptr<H5Place> place_;
    std::shared_ptr<H5Handle> file_; ///< closing it closes its datasets
    std::string item_;
    H5Handle dataset_;
    Hdf5Shape shape_;
    Hdf5Number number_;
    std::size_t text_bytes_ = 0;  ///< of each text; 0: numbers
    bool has_long_texts_ = false; ///< of variable length
    std::size_t value_bytes_ = 0;
    bool is_chunked_ = false;
    Hdf5Shape chunk_;
    std::size_t chunk_bytes_ = 0;
    std::vector<Hdf5Filter> filters_;
    mutable Hdf5Shape known_chunk_; ///< position of the last chunk that was read
    mutable std::string chunk_content_;
};

} // namespace ecgpress
