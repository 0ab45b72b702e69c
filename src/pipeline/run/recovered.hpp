// Records that could not be used and can be by now: a disk was away, a file has been loaded again.
#pragma once

#include <optional>
#include <string>

#include "dataset/shard/shard.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// The first failure of a shard whose record can be printed by now: with it the shard is not what
/// an undisturbed run would have made. Records that are still bad cost a try each.
/// @throws IoError, DataError
std::optional<Failure> first_recovered(const fs::path& shard, Press& press);

/// "drawn without record 00123_hr, which can be read by now"
std::string drawn_without(const Failure& failure);

/// Removes the releases of a run whose shards are made again, since they would not be made of them.
/// @throws IoError, also if another job merges one
void remove_releases(const RunFolder& folder);

} // namespace ecgpress
