// A configuration as text, as stored by a run and used for its fingerprint.
#pragma once

#include <string>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// A configuration as JSON with sorted keys.
struct ConfigTexts {
    std::string effective; ///< every key with its value
    std::string release; ///< without keys that do not change a release: shard.pages, paths, formats
    std::string shard;   ///< without keys that do not change a shard: paths, `release`, credit
};
/// Keys of `source` that only a release shows.
constexpr const char* k_credit_keys[] = {"attribution", "license", "url"};
ConfigTexts texts_of(const Config& config);

/// One of them.
std::string effective_config(const Config& config);
std::string release_config(const Config& config);
std::string shard_config(const Config& config);

} // namespace ecgpress
