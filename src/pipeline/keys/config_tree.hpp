// A configuration as a tree of values with their places in the input, independent of YAML and JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ecgpress {

/// Collects all problems of a configuration, so that they can be reported together.
class ConfigProblems {
  public:
    /// @param place  "run.yaml:12" or "--set seed=x"
    void add(const std::string& place, const std::string& problem);
    /// `PLACE: PROBLEM. ADVICE.` @param advice  starts with a lower-case letter: "set it"
    void add(const std::string& place, const std::string& problem, const std::string& advice);
    std::size_t count() const { return lines_.size(); }
    /// @throws ConfigError with one line per problem, if there are any
    void throw_if_any() const;

  private:
    std::vector<std::string> lines_;
};

struct ConfigEntry;

/// A value: null, a scalar, a list or a map.
struct ConfigNode {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    std::string place;                ///< file and line, or the override that contains it
    std::string text;                 ///< of a scalar
    bool quoted = false;              ///< the scalar is text, even if it looks like a number
    std::vector<ConfigNode> items;    ///< of a list
    std::vector<ConfigEntry> entries; ///< of a map, in input order; a key may occur twice

    static ConfigNode null();
    static ConfigNode number(double value);
    static ConfigNode number(std::uint64_t value);
    static ConfigNode truth(bool value);
    static ConfigNode string(const std::string& value);
    static ConfigNode list(std::vector<ConfigNode> items);
    static ConfigNode map();

    /// The value of a key of a map; null if there is none.
    const ConfigNode* find(const std::string& key) const;
    ConfigNode* find(const std::string& key);
    /// Sets the value at a dotted path. Creates missing maps.
    void set(const std::string& path, ConfigNode value);
    /// Removes the value at a dotted path, and maps that become empty.
    void remove(const std::string& path);
};

struct ConfigEntry {
    std::string key;
    std::string place; ///< place of the key
    ConfigNode value;
};

/// Sets the value at a dotted path ("pages.0.style.dpi", "pages.demo.count"). Its parts are keys of
/// maps, and elements of lists by position or by `name`. Creates missing maps.
void override_value(ConfigNode& root, const std::string& path, const ConfigNode& value,
                    ConfigProblems& problems);

/// A value in messages: "abc" in quotes, `a list`, `a map`, `nothing`.
std::string shown(const ConfigNode& node);

/// JSON with sorted keys, on one line.
std::string json_text(const ConfigNode& node);

} // namespace ecgpress
