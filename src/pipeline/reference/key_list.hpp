// Every key that a configuration can have, for documents, `explain` and editors.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// Words in capitals in texts stand for names that the user chooses.
struct KeyInfo {
    std::string path; ///< "pages.count"; those of a style are told once, as "style.dpi"
    std::string meaning, unit, values, standard, example;
    std::string zero;   ///< what 0 stands for, if that is no ordinary value
    bool drawn = false; ///< may be drawn for each page
    bool required = false;
};

/// All of them, each block's keys one after the other.
const std::vector<KeyInfo>& all_keys();

/// What a key's values are and do, in one sentence for a table: "resolution, in dots per inch".
std::string meaning_of(const KeyInfo& key);

} // namespace ecgpress
