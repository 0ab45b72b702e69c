// Types of columns and attributes of a shard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

#include "core/h5/h5_handle.hpp"
#include "dataset/h5/h5_error.hpp"

namespace ecgpress {

/// Types of columns and arrays. All are little endian in the file.
enum class H5Type { u8, i32, u32, i64, u64, f32, f64 };

template <class Value> constexpr H5Type h5_type_of() {
    if constexpr (std::is_same_v<Value, std::uint8_t>) return H5Type::u8;
    if constexpr (std::is_same_v<Value, std::int32_t>) return H5Type::i32;
    if constexpr (std::is_same_v<Value, std::uint32_t>) return H5Type::u32;
    if constexpr (std::is_same_v<Value, std::int64_t>) return H5Type::i64;
    if constexpr (std::is_same_v<Value, std::uint64_t>) return H5Type::u64;
    if constexpr (std::is_same_v<Value, float>) return H5Type::f32;
    if constexpr (std::is_same_v<Value, double>) return H5Type::f64;
}

/// HDF5's identifiers of a type in the file and in memory.
std::int64_t type_in_file(H5Type type);
std::int64_t type_in_memory(H5Type type);

/// UTF-8 of a fixed size (at least 1), padded with zeros: HDF5 stores texts of variable length in a
/// heap without checksums.
H5Handle text_type(std::size_t size);
std::string without_padding(std::string text);

} // namespace ecgpress
