// Names that can be used in a configuration, from the lists that the program uses.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// "looks", "presets", "artifacts", "layouts", "formats", "sources"
const std::vector<std::string>& catalogue_kinds();

/// One line per name: the name and its description. @pre `kind` is one of catalogue_kinds()
std::string catalogue_text(const std::string& kind);

} // namespace ecgpress
