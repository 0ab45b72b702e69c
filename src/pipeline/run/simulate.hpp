// Simulated recordings on disk, to try the program without a download.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "core/lead.hpp"

namespace ecgpress {

/// Writes `count` simulated records as a PTB-XL-shaped tree and opens it again as a source.
/// @return number of records in each split
/// @throws ConfigError if the folder is not empty, IoError
std::array<std::size_t, k_split_count> simulate(const std::filesystem::path& folder,
                                                std::uint64_t seed, std::uint64_t count);

} // namespace ecgpress
