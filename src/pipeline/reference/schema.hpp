// The JSON Schema of a configuration, with which an editor completes and checks a YAML file.
#pragma once

#include <string>

namespace ecgpress {

/// Draft 7, which yaml-language-server reads. The program checks more than a schema can say.
std::string config_schema();

} // namespace ecgpress
