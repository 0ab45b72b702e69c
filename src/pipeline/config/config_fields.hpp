// Definitions of configuration keys with one value, except those of a style: member, meaning,
// range.
#pragma once

#include <vector>

#include "pipeline/config/config.hpp"
#include "pipeline/keys/config_field.hpp"

namespace ecgpress {

/// seed, source, typeface, shard, release, oracle.
std::vector<ConfigField> fields_of(Config& config);
std::vector<ConfigField> fields_of(Caps& caps);
std::vector<ConfigField> fields_of(MaskSettings& mask);
std::vector<ConfigField> fields_of(JpegSettings& jpeg);
std::vector<ConfigField> fields_of(PageJpegSettings& jpeg);

} // namespace ecgpress
