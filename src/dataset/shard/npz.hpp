// NumPy's .npz: named arrays in one file that numpy.load opens.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// A ZIP archive (PKWARE's APPNOTE 6.3.10) of stored .npy files (NumPy's NEP 1, version 1.0). Each
/// has its size and CRC-32 before its data, so that readers without directory support find them
/// too. No times are stored: the same arrays give the same bytes.
class Npz {
  public:
    /// A little-endian array in C order. An empty shape is a scalar.
    template <class Value>
    void add(std::string_view name, const std::vector<Value>& values,
             const std::vector<std::size_t>& shape) {
        add(name, type_of<Value>(), shape, values.data(), values.size() * sizeof(Value));
    }
    template <class Value> void add(std::string_view name, const std::vector<Value>& values) {
        add(name, values, {values.size()});
    }
    /// Integers of one byte. add() stores bytes as Booleans.
    void add_bytes(std::string_view name, const Bytes& values);
    /// ASCII texts, as NumPy's type U.
    void add_texts(std::string_view name, const std::vector<std::string>& texts);

    /// Writes the end of the archive. @post no more arrays can be added
    Bytes finish();

    /// NumPy's name of a type.
    template <class Value> static std::string type_of();

  private:
    void add(std::string_view name, const std::string& type, const std::vector<std::size_t>& shape,
             const void* values, std::size_t size);

    Bytes file_, directory_;
    std::uint16_t count_ = 0;
};

/// The arrays of a file that Npz wrote.
class NpzReader {
  public:
    /// @throws DataError if the file is not such an archive, or a checksum is wrong
    explicit NpzReader(const Bytes& file); ///< Must outlive the reader.
    explicit NpzReader(Bytes&&) = delete;

    /// @throws DataError if no array has this name and type
    template <class Value> std::vector<Value> read(const std::string& name) const {
        const Entry& entry = find(name, Npz::type_of<Value>());
        std::vector<Value> values(entry.size / sizeof(Value));
        if (!values.empty()) std::memcpy(values.data(), entry.data, values.size() * sizeof(Value));
        return values;
    }
    Bytes read_bytes(const std::string& name) const;
    std::vector<std::string> read_texts(const std::string& name) const;
    bool has(const std::string& name) const { return entries_.count(name + ".npy") > 0; }
    /// Names of all arrays, sorted.
    std::vector<std::string> names() const;
    /// @throws DataError if no array has this name
    const std::vector<std::uint64_t>& shape(const std::string& name) const;
    /// True if both have this array with the same type, shape and values.
    bool is_equal(const std::string& name, const NpzReader& other) const;

  private:
    struct Entry {
        std::string type;
        const std::uint8_t* data = nullptr;
        std::size_t size = 0; ///< Size of the data in bytes.
        std::vector<std::uint64_t> shape;
    };
    const Entry& find(const std::string& name, const std::string& type) const;

    std::map<std::string, Entry> entries_;
};

template <> inline std::string Npz::type_of<float>() {
    return "<f4";
}
template <> inline std::string Npz::type_of<double>() {
    return "<f8";
}
template <> inline std::string Npz::type_of<std::int32_t>() {
    return "<i4";
}
template <> inline std::string Npz::type_of<std::int64_t>() {
    return "<i8";
}
template <> inline std::string Npz::type_of<std::uint8_t>() {
    return "|b1";
} ///< 0 or 1

} // namespace ecgpress
