// A text as a string in YAML.
#pragma once

#include <string>

namespace ecgpress {

/// A text in double quotes that YAML 1.1, YAML 1.2 and JSON read as this text, and never as a
/// number, a truth value or a date. @param text  UTF-8
std::string yaml_quoted(const std::string& text);

} // namespace ecgpress
