// A configuration as text: what a run stores, and what its fingerprint is made from.
#pragma once

#include <string>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// A configuration as JSON with sorted keys.
struct ConfigTexts {
    std::string effective; ///< every key with its value
    std::string release;   ///< without what cannot change a release: shard.pages, paths, formats
    std::string shard;     ///< without what cannot change a shard: paths, and all of `release`
};
ConfigTexts texts_of(const Config& config);

/// One of them.
std::string effective_config(const Config& config);
std::string release_config(const Config& config);
std::string shard_config(const Config& config);

} // namespace ecgpress
