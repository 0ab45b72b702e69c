// The keys of the configuration whose values are blocks, lists, or one of several forms: what each
// means and can be, told once for the readers and the reference.
#pragma once

#include <string>
#include <vector>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

/// Words in capitals in a path stand for names that the user chooses.
struct CompoundKey {
    const char* path; ///< "pages.count"
    const char* meaning;
    const char* forms;         ///< what can be given
    const char* standard = ""; ///< the default, as YAML; empty: none
    const char* example = "";  ///< as YAML
    bool required = false;
};

const std::vector<CompoundKey>& compound_keys();
/// @pre there is one of that path
const CompoundKey& compound_key(const std::string& path);

/// The last parts of the paths directly below a block: of "layouts" `name` and `rows`; of "" those
/// of the top level.
std::vector<std::string> compound_names(const std::string& block);

// Ranges of numbers in these values, both ends allowed.
constexpr NumberRange k_page_counts{0, 1e8}; ///< of a group, and of all together
constexpr NumberRange k_shares{1e-6, 1e9};   ///< weights of layouts and looks
constexpr NumberRange k_preset_shares{1e-9, 1e9};
constexpr NumberRange k_overlap_ratios{0, 10};
constexpr NumberRange k_strengths{0, 1};

} // namespace ecgpress
