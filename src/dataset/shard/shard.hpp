// A shard: one HDF5 file for a range of page indices, whole if it has its final name. Format:
// docs/formats/shard.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace ecgpress {

namespace fs = std::filesystem;

constexpr int k_shard_format = 5;

/// A shard's attributes.
struct ShardHeader {
    int format = k_shard_format;
    std::string version;     ///< the software's
    std::string fingerprint; ///< of the run
    std::string config;      ///< the effective configuration (JSON)
    std::uint64_t first_page = 0, page_count = 0;
};

/// "shard-00017.h5"
std::string shard_name(std::size_t number);
/// Is a file called like one?
bool is_shard_name(const fs::path& path);

} // namespace ecgpress
