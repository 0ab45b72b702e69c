// The table of all configuration keys that hold one value: which struct member, what it means, in
// which range.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/config_values.hpp"

namespace ecgpress {

/// seed, source, typeface, shard, release.
std::vector<ConfigField> fields_of(Config& config);
std::vector<ConfigField> fields_of(PageStyle& style);
std::vector<ConfigField> fields_of(Caps& caps);
std::vector<ConfigField> fields_of(MaskSettings& mask);
std::vector<ConfigField> fields_of(JpegSettings& jpeg);

/// The member behind a style's numeric key. @pre there is one
double& style_number(PageStyle& style, const std::string& key);

/// A map of the configuration, and how messages call it.
struct ConfigBlock {
    const ConfigNode& node;
    std::string path; ///< "pages.plain.style"; empty for the whole
};

/// Reads the fields that a map gives; what it does not give stays as it is. Unknown keys are
/// problems.
/// @param others  keys that the caller reads itself
/// @param ranges  where [low, high] goes if numbers may be drawn for each page; a plain number
/// takes an earlier range away
void read_fields(const ConfigBlock& block, const std::vector<ConfigField>& fields,
                 const std::vector<std::string>& others, std::map<std::string, Range>* ranges,
                 ConfigProblems& problems);

/// All fields as a map of maps; those in `ranges` as [low, high].
ConfigNode tree_of(const std::vector<ConfigField>& fields,
                   const std::map<std::string, Range>& ranges = {});

} // namespace ecgpress
