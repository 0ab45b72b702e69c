// What the program says of configuration keys: one key, those below a prefix, and all as tables.
#pragma once

#include <string>

namespace ecgpress {

/// One key with meaning, unit, values, default and an example, or the keys below a prefix.
/// @param key  "style.dpi", "pages.demo.style.dpi", "dpi", "style"
/// @throws ConfigError with the nearest names if there is no such key
std::string explain(const std::string& key);

/// The keys of the top level, and how to ask for more.
std::string explain_all();

/// Every key in Markdown tables, one per block.
std::string key_tables();

} // namespace ecgpress
