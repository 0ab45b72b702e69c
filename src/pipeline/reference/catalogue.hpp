// What can be chosen by name in a configuration, from the lists that the program itself uses.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// "looks", "presets", "artifacts", "layouts", "formats", "sources"
const std::vector<std::string>& catalogue_kinds();

/// A line per name: the name, then what it is. @pre `kind` is one of catalogue_kinds()
std::string catalogue_text(const std::string& kind);

} // namespace ecgpress
