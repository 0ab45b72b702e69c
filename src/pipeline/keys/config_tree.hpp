// A configuration as a tree of plain values that know where they were written; YAML and JSON stay
// outside.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ecgpress {

/// Collects everything that is wrong, so that all of it can be said at once.
class ConfigProblems {
  public:
    /// @param place  "run.yaml:12" or "--set seed=x"
    void add(const std::string& place, const std::string& problem);
    /// `PLACE: PROBLEM. ADVICE.` @param advice  begins with a small letter: "set it"
    void add(const std::string& place, const std::string& problem, const std::string& advice);
    std::size_t count() const { return lines_.size(); }
    /// @throws ConfigError with one line a problem, if there is any
    void throw_if_any() const;

  private:
    std::vector<std::string> lines_;
};

struct ConfigEntry;

/// A value: nothing, a scalar, a list or a map.
struct ConfigNode {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    std::string place;                ///< file and line, or the override that it came with
    std::string text;                 ///< of a scalar
    bool quoted = false;              ///< the scalar is text whatever it looks like
    std::vector<ConfigNode> items;    ///< of a list
    std::vector<ConfigEntry> entries; ///< of a map, in the order written; a key may be there twice

    static ConfigNode null();
    static ConfigNode number(double value);
    static ConfigNode number(std::uint64_t value);
    static ConfigNode truth(bool value);
    static ConfigNode string(const std::string& value);
    static ConfigNode list(std::vector<ConfigNode> items);
    static ConfigNode map();

    /// The value under a key of a map, or null pointer.
    const ConfigNode* find(const std::string& key) const;
    ConfigNode* find(const std::string& key);
    /// Sets a value by its dotted path, making the maps on the way.
    void set(const std::string& path, ConfigNode value);
    /// Takes a value away by its dotted path, and the maps that are empty without it.
    void remove(const std::string& path);
};

struct ConfigEntry {
    std::string key;
    std::string place; ///< of the key
    ConfigNode value;
};

/// Puts a value where a dotted path says ("pages.0.style.dpi", "pages.demo.count"): keys of maps,
/// and elements of lists by position or by their `name`. Maps that are not there are made.
void override_value(ConfigNode& root, const std::string& path, const ConfigNode& value,
                    ConfigProblems& problems);

/// What a value is, for messages: "abc" with its quotes, `a list`, `a map`, `nothing`.
std::string shown(const ConfigNode& node);

/// JSON with sorted keys, on one line.
std::string json_text(const ConfigNode& node);

} // namespace ecgpress
