// Text about configuration keys: one key, the keys below a prefix, and tables of all keys.
#pragma once

#include <string>

namespace ecgpress {

/// Describes one key (meaning, unit, values, default and an example), or lists the keys below a
/// prefix.
/// @param key  "style.dpi", "pages.demo.style.dpi", "dpi", "style"
/// @throws ConfigError with the nearest names if there is no such key
std::string explain(const std::string& key);

/// The keys of the top level, and how to get details.
std::string explain_all();

/// Every key in Markdown tables, one per block.
std::string key_tables();

} // namespace ecgpress
