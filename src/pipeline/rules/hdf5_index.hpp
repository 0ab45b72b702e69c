// Compares the index of a release of format `hdf5` with the shards that it joins.
#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/checks/label_rules.hpp"

namespace ecgpress {

/// @param shards  paths of all shards in order @throws IoError, DataError if a file cannot be read
Problems check_hdf5_index(const std::filesystem::path& index,
                          const std::vector<std::filesystem::path>& shards);

} // namespace ecgpress
