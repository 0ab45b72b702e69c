// Writes simulated recordings to disk, to try the program without downloading data.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "core/lead.hpp"

namespace ecgpress {

/// Writes `count` simulated records in the file layout of PTB-XL and opens them as a source.
/// @return number of records in each split
/// @throws ConfigError if the folder is not empty, IoError
std::array<std::size_t, k_split_count> simulate(const std::filesystem::path& folder,
                                                std::uint64_t seed, std::uint64_t count);

} // namespace ecgpress
