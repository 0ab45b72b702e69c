// HDF5 as shards use it: a file of attributes, columns and byte streams, each of them checksummed.
// The only place that calls the HDF5 library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "dataset/h5_error.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

/// An HDF5 object, closed on every way out.
class H5Handle {
  public:
    using Close = int (*)(std::int64_t id);

    H5Handle() = default;
    H5Handle(std::int64_t id, Close closing) : id_(id), close_(closing) {}
    ~H5Handle() { close(); }
    H5Handle(H5Handle&& other) noexcept;
    H5Handle& operator=(H5Handle&& other) noexcept;

    std::int64_t id() const { return id_; }
    explicit operator bool() const { return id_ >= 0; }
    /// @return negative if HDF5 could not close it
    int close();

  private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

/// The types of columns; all are little endian in the file.
enum class H5Type { u8, i32, u32, u64, f64 };

template <class Value> constexpr H5Type h5_type_of() {
    if constexpr (std::is_same_v<Value, std::uint8_t>) return H5Type::u8;
    if constexpr (std::is_same_v<Value, std::int32_t>) return H5Type::i32;
    if constexpr (std::is_same_v<Value, std::uint32_t>) return H5Type::u32;
    if constexpr (std::is_same_v<Value, std::uint64_t>) return H5Type::u64;
    if constexpr (std::is_same_v<Value, double>) return H5Type::f64;
}

/// A one-dimensional dataset of bytes that grows at its end.
class H5Bytes {
  public:
    /// @throws IoError (a full disk)
    void append(const void* bytes, std::size_t count);
    std::uint64_t size() const { return size_; }
    /// Bytes [first, first + count), which must lie inside. @throws DataError if a checksum is wrong
    void read(std::uint64_t first, std::size_t count, void* bytes) const;

  private:
    friend class H5File;

    std::shared_ptr<H5Place> place_;
    std::string name_;
    H5Handle dataset_;
    std::uint64_t size_ = 0;
};

/// An HDF5 file. Names are paths with '/' between groups. Everything throws IoError where the
/// operating system refuses, DataError where the content is damaged or not there; both name the file
/// and the item.
class H5File {
  public:
    /// Makes an empty file, over one that is there. No object in it will have times.
    static H5File create(const fs::path& path);
    /// Opens a file for reading.
    static H5File open(const fs::path& path);
    /// Writes what is still in memory. A full disk shows here at the latest. @throws IoError
    void close();

    void make_group(const std::string& name);
    void set_attribute(const std::string& name, std::uint64_t value);
    void set_attribute(const std::string& name, const std::string& text);
    std::uint64_t number_attribute(const std::string& name) const;
    std::string text_attribute(const std::string& name) const;

    /// values: rows * width numbers, row by row.
    template <class Value>
    void write_column(const std::string& name, const std::vector<Value>& values,
                      std::size_t width) {
        write_column(name, h5_type_of<Value>(), values.data(), values.size() / width, width);
    }
    template <class Value>
    std::vector<Value> read_column(const std::string& name, std::size_t width) const {
        const Column column = open_column(name, width);
        std::vector<Value> values(column.rows * width);
        read_column(column, h5_type_of<Value>(), values.data());
        return values;
    }
    /// UTF-8, each text as long as the longest with zeros at its end: texts of variable length lie
    /// in a heap that HDF5 does not checksum.
    void write_texts(const std::string& name, const std::vector<std::string>& texts);
    std::vector<std::string> read_texts(const std::string& name) const;

    /// chunk_bytes: what is read, checked and written at once.
    H5Bytes make_bytes(const std::string& name, std::size_t chunk_bytes);
    H5Bytes open_bytes(const std::string& name) const;

  private:
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
    Column open_column(const std::string& name, std::size_t width) const;
    void read_column(const Column& column, H5Type type, void* values) const;
    void write_attribute(const std::string& name, std::int64_t file_type, std::int64_t memory_type,
                         const void* value);

    std::shared_ptr<H5Place> place_;
    H5Handle file_;
};

} // namespace ecgpress
