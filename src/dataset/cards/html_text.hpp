// A text of the publisher as HTML, for descriptions that a web page shows.
#pragma once

#include <string>

namespace ecgpress {

/// Paragraphs where the text has empty lines, line breaks where it has others.
std::string html_of(const std::string& text);

} // namespace ecgpress
