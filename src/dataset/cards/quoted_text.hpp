// Texts of the publisher, quoted for the formats in which a release states them.
#pragma once

#include <string>

namespace ecgpress {

/// A text in double quotes that YAML 1.1, YAML 1.2 and JSON read as this text, and never as a
/// number, a truth value or a date. @param text  UTF-8
std::string yaml_quoted(const std::string& text);

/// A text as HTML: paragraphs where it has empty lines, line breaks where it has others.
std::string html_of(const std::string& text);

} // namespace ecgpress
