// A configuration as text: what a run stores, and what its fingerprint is made from.
#pragma once

#include <string>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Every key with its value, as JSON with sorted keys.
std::string effective_config(const Config& config);
/// The same less what cannot change a release's content: shard.pages, paths, other formats.
std::string release_config(const Config& config);
/// The same less what cannot change a shard: paths, and all of `release`.
std::string shard_config(const Config& config);

} // namespace ecgpress
