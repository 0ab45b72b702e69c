// What Hugging Face recommends for repositories, compared with the releases of a run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Entries of the largest folder of a release, from the configuration only.
std::uint64_t fullest_folder(const Config& config, const std::string& format);

/// Releases with more files, more files in a folder or larger files than Hugging Face recommends.
/// Not one of warnings_of(), because it concerns only releases that are published there.
/// @param a_shard  bytes of a shard, which a release of format hdf5 contains; 0: not known
std::vector<Warning> beyond_hub_limits(const Config& config, double a_shard);

} // namespace ecgpress
