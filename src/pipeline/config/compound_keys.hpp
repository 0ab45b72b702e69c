// Definitions of configuration keys whose values are blocks, lists, or one of several forms:
// meaning and allowed forms, for the readers and the reference.
#pragma once

#include <string>
#include <vector>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

/// Words in capitals in a path are placeholders for user-defined names.
struct CompoundKey {
    const char* path; ///< "pages.count"
    const char* meaning;
    const char* forms;         ///< allowed forms
    const char* standard = ""; ///< default as YAML; empty if there is none
    const char* example = "";  ///< as YAML
    bool required = false;
};

const std::vector<CompoundKey>& compound_keys();
/// Looks up a key by path. @pre it exists
const CompoundKey& compound_key(const std::string& path);

/// Last parts of the paths directly below a block: `name` and `rows` for "layouts". "" is the top
/// level.
std::vector<std::string> compound_names(const std::string& block);

// Ranges of numbers in these values, inclusive.
constexpr NumberRange k_page_counts{0, 1e8}; ///< for a group, and for all groups together
constexpr NumberRange k_shares{1e-6, 1e9};   ///< weights of layouts and classes
constexpr NumberRange k_look_shares{0, 1e9};
constexpr NumberRange k_preset_shares{1e-9, 1e9};
constexpr NumberRange k_overlap_ratios{0, 10};
constexpr NumberRange k_strengths{0, 1};

} // namespace ecgpress
