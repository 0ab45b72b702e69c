// HDF5 as shards use it: a file of attributes, columns and growing arrays, all with checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/h5/h5_handle.hpp"
#include "dataset/h5/h5_error.hpp"
#include "dataset/h5/h5_types.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

/// A one-dimensional dataset of numbers of one type that grows at its end.
class H5Array {
  public:
    /// @throws IoError, for example on a full disk
    void append(const void* values, std::size_t count);
    /// Writes buffered values. @throws IoError
    void close();
    std::uint64_t size() const { return size_; }
    /// Returns values [first, first + count). @pre the range is inside the array. @throws DataError
    /// if a checksum is wrong
    void read(std::uint64_t first, std::size_t count, void* values) const;

  private:
    friend class H5File;

    std::shared_ptr<H5Place> place_;
    std::string name_;
    H5Type type_ = H5Type::u8;
    H5Handle dataset_;
    std::uint64_t size_ = 0;
};

/// An HDF5 file. Names are paths with '/' between groups. All functions throw IoError if the
/// operating system reports an error, and DataError if the content is corrupt or missing. Both
/// messages name the file and the item.
class H5File {
  public:
    /// Creates a file that must not exist. No object in it stores times.
    static H5File create(const fs::path& path, Readers readers = Readers::allowed);
    /// Opens a regular file for reading; the last component of its path must not be a link.
    /// @param checksums  check those of values; those of metadata are always checked
    static H5File open(const fs::path& path, H5Checksums checksums = H5Checksums::required);
    /// Writes buffered data. Reports a full disk at the latest. @throws IoError
    void close();

    /// @param members  what it will have. With room for fewer, HDF5 moves its header as it grows
    /// and leaves space that no checksum covers
    void make_group(const std::string& name, unsigned members);
    void set_attribute(const std::string& name, std::uint64_t value);
    void set_attribute(const std::string& name, const std::string& text);
    std::uint64_t number_attribute(const std::string& name) const;
    std::string text_attribute(const std::string& name) const;

    /// @param values  rows * width numbers, row by row
    template <class Value>
    void write_column(const std::string& name, const std::vector<Value>& values,
                      std::size_t width) {
        write_column(name, h5_type_of<Value>(), values.data(), values.size() / width, width);
    }
    /// Number of rows of a column. Checks that all of them can be read.
    template <class Value> std::size_t rows_of(const std::string& name, std::size_t width) const {
        return open_column(name, width, type_in_file(h5_type_of<Value>())).rows;
    }
    std::size_t rows_of_texts(const std::string& name) const;
    template <class Value>
    std::vector<Value> read_column(const std::string& name, std::size_t width) const {
        const Column column = open_column(name, width, type_in_file(h5_type_of<Value>()));
        std::vector<Value> values(column.rows * width);
        read_column(column, h5_type_of<Value>(), values.data());
        return values;
    }
    /// UTF-8. Each text has the size of the longest and is padded with zeros: HDF5 stores texts of
    /// variable length in a heap without checksums.
    void write_texts(const std::string& name, const std::vector<std::string>& texts);
    std::vector<std::string> read_texts(const std::string& name) const;

    /// @param chunk_size  number of values that are read, checked and written at once
    H5Array make_array(const std::string& name, H5Type type, std::size_t chunk_size);
    H5Array open_array(const std::string& name, H5Type type) const;

  private:
    friend class H5Join;

    struct Column {
        std::string name;
        H5Handle dataset;
        std::size_t rows = 0;
    };

    H5File(std::shared_ptr<H5Place> place, H5Handle file);
    void write_column(const std::string& name, H5Type type, const void* values, std::size_t rows,
                      std::size_t width);
    void write_dataset(const std::string& name, std::int64_t file_type, std::int64_t memory_type,
                       const void* values, std::size_t rows, std::size_t width);
    Column open_column(const std::string& name, std::size_t width, std::int64_t type) const;
    void read_column(const Column& column, H5Type type, void* values) const;
    void write_attribute(const std::string& name, std::int64_t file_type, std::int64_t memory_type,
                         const void* value);

    std::shared_ptr<H5Place> place_;
    H5Handle file_;
};

} // namespace ecgpress
