// Records that could not be read by an earlier start and can be read now, for example because a
// disk is mounted again.
#pragma once

#include <optional>
#include <string>

#include "dataset/shard/sample.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// The first failure of a shard whose record can be drawn now. Such a shard differs from the shard
/// of an uninterrupted run. Tries each failed record.
/// @throws IoError, DataError
std::optional<Failure> first_recovered(const fs::path& shard, Press& press);

/// "drawn without record 00123_hr, which can be read now"
std::string drawn_without(const Failure& failure);

/// Removes the releases of a run whose shards are regenerated, because they contain the old pages.
/// @throws IoError; if another job writes or reads one of them, before any is removed
void remove_releases(const RunFolder& folder);

} // namespace ecgpress
