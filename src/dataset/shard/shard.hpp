// A shard: one HDF5 file for a range of page indices. It is complete if it has its final name.
// Format: docs/formats/shard.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace ecgpress {

namespace fs = std::filesystem;

constexpr int k_shard_format = 9;

/// Attributes of a shard.
struct ShardHeader {
    int format = k_shard_format;
    std::string version;     ///< Version of the software.
    std::string fingerprint; ///< Fingerprint of the run.
    std::string config;      ///< Effective configuration (JSON).
    std::uint64_t first_page = 0, page_count = 0;
};

/// "shard-00017.h5"
std::string shard_name(std::size_t number);
/// True if a file name has this form.
bool is_shard_name(const fs::path& path);

} // namespace ecgpress
