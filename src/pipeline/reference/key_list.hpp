// All configuration keys, for documents, `explain` and editors.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// Words in capitals are placeholders for user-defined names.
struct KeyInfo {
    std::string path; ///< "pages.count"; keys of a style are listed once, as "style.dpi"
    std::string meaning, unit, values, standard, example;
    std::string zero;   ///< meaning of 0 if it is a special value
    bool drawn = false; ///< can be sampled per page
    bool required = false;
};

/// All keys; keys of a block are consecutive.
const std::vector<KeyInfo>& all_keys();

/// Meaning and unit of a key for a table: "resolution, in dots per inch".
std::string meaning_of(const KeyInfo& key);

} // namespace ecgpress
