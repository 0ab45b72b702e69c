// JSON Schema of a configuration. Editors use it to complete and check YAML files.
#pragma once

#include <string>

namespace ecgpress {

/// Draft 7, as supported by yaml-language-server. The program checks more than a schema can
/// express.
std::string config_schema();

} // namespace ecgpress
