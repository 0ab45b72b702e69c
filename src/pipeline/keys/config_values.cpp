#include "pipeline/keys/config_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

/// A path with the home folder instead of "~/" at its beginning, as in a shell.
std::string with_home(const std::string& path) {
    const char* home = std::getenv("HOME");
    return path.compare(0, 2, "~/") == 0 && home != nullptr ? home + path.substr(1) : path;
}

bool is_plain(const ConfigNode& node) {
    return node.kind == Kind::scalar && !node.quoted;
}

std::optional<double> number_in(const ConfigNode& node, double low, double high) {
    double value = 0;
    const bool good =
        is_plain(node) && parse_number(node.text, value) && value >= low && value <= high;
    return good ? std::optional<double>(value) : std::nullopt;
}

std::optional<std::uint64_t> count_in(const ConfigNode& node, double low, double high) {
    long long value = 0;
    const bool good = is_plain(node) && parse_number(node.text, value) &&
                      static_cast<double>(value) >= low && static_cast<double>(value) <= high;
    return good ? std::optional<std::uint64_t>(value) : std::nullopt;
}

std::string count_needed(double low, double high) {
    return concat("expected a whole number from ", static_cast<long long>(low), " to ",
                  static_cast<long long>(high));
}

std::string number_needed(double low, double high) {
    return concat("expected a number from ", shortest(low), " to ", shortest(high));
}

std::optional<Colour> colour_of_list(const ConfigNode& node) {
    std::array<std::uint8_t, 3> values{};
    if (node.items.size() != values.size()) return std::nullopt;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = count_in(node.items[i], 0, 255);
        if (!value) return std::nullopt;
        values[i] = static_cast<std::uint8_t>(*value);
    }
    return Colour{values[0], values[1], values[2]};
}

std::optional<Colour> colour_of_text(const std::string& text) {
    std::uint32_t value = 0;
    if (text.size() != 7 || text[0] != '#') return std::nullopt;
    const char* const end = text.data() + text.size();
    const auto result = std::from_chars(text.data() + 1, end, value, 16);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return Colour{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
                  static_cast<std::uint8_t>(value)};
}

/// Reads one value into the member that a field is bound to. Each member type has its own rule.
struct FieldReader {
    const ConfigNode& node;
    const ConfigField& field;
    const std::string& path;
    ConfigProblems& problems;
    const char* or_else;

    void wrong(const std::string& needed) const {
        add_wrong_value(node, path, meaning_of(field), needed + or_else, problems);
    }

    bool is_list_of_words() const {
        return node.kind == Kind::list &&
               std::all_of(node.items.begin(), node.items.end(),
                           [](const ConfigNode& item) { return item.kind == Kind::scalar; });
    }

    void operator()(double* target) const {
        const auto value = number_in(node, field.low, field.high);
        if (!value) return wrong(number_needed(field.low, field.high));
        *target = *value;
    }

    void operator()(int* target) const {
        const auto value = count_in(node, field.low, field.high);
        if (!value) return wrong(count_needed(field.low, field.high));
        *target = static_cast<int>(*value);
    }

    void operator()(std::uint64_t* target) const {
        const auto value = count_in(node, field.low, field.high);
        if (!value) return wrong(count_needed(field.low, field.high));
        *target = *value;
    }

    void operator()(std::optional<std::uint64_t>* target) const {
        target->reset();
        if (node.kind == Kind::null) return;
        *target = count_in(node, field.low, field.high);
        if (!*target) wrong(count_needed(field.low, field.high));
    }

    void operator()(bool* target) const {
        const bool good = is_plain(node) && (node.text == "true" || node.text == "false");
        if (!good) return wrong("expected true or false");
        *target = node.text == "true";
    }

    void require_known(const std::string& name) const {
        const auto& names = field.names;
        if (!names.empty() && std::find(names.begin(), names.end(), name) == names.end())
            problems.add(node.place, concat(path, " is \"", name, "\" (there is no such name)"),
                         choice_advice(name, names));
    }

    void operator()(std::string* target) const {
        if (node.kind != Kind::scalar) return wrong("expected a single text");
        *target = node.text;
        require_known(node.text);
    }

    void operator()(std::filesystem::path* target) const {
        if (node.kind != Kind::scalar) return wrong("expected a path, or \"\" for none");
        *target = with_home(node.text);
    }

    void operator()(std::vector<std::string>* target) const {
        if (!is_list_of_words() && node.kind != Kind::scalar)
            return wrong("expected a list of names, or one name");
        target->clear();
        if (node.kind == Kind::scalar) target->push_back(node.text);
        for (const ConfigNode& item : node.items) target->push_back(item.text);
        if (target->empty()) wrong("expected at least one name");
        for (const std::string& name : *target) require_known(name);
    }

    void operator()(Exclusion* target) const {
        const bool file = node.kind == Kind::scalar && !node.text.empty();
        if (!file && !is_list_of_words())
            return wrong("expected a list of names, the path of a file with one name per line, or "
                         "[] for none");
        *target = {};
        for (const ConfigNode& item : node.items) target->names.push_back(item.text);
        // Sorted, because neither their order nor the file they come from has a meaning: the same
        // names must give the same release.
        std::sort(target->names.begin(), target->names.end());
        target->names.erase(std::unique(target->names.begin(), target->names.end()),
                            target->names.end());
        if (file) try {
                target->names = read_names(node.text);
            } catch (const ConfigError& error) { // the error has no line number
                problems.add(node.place, concat(path, ": ", error.what()));
            }
    }

    void operator()(LeadLookup* target) const {
        if (node.kind != Kind::map) return wrong("expected {NAME: lead, ...}: {DI: I}");
        std::map<std::string, std::string> own;
        for (const ConfigEntry& entry : node.entries) {
            const std::string inner = concat(path, '.', entry.key);
            if (entry.value.kind != Kind::scalar || !LeadLookup().find(entry.value.text))
                problems.add(entry.value.place,
                             concat(inner, " is ", shown(entry.value), ", which is no lead"),
                             "use I, II, III, aVR, aVL, aVF, V1, ... V6, or -aVR for an inverted "
                             "one");
            else if (!own.emplace(entry.key, entry.value.text).second)
                problems.add(entry.place, concat(inner, " occurs twice"), "remove one of them");
        }
        *target = LeadLookup(std::move(own));
    }

    void operator()(Colour* target) const {
        const auto colour =
            node.kind == Kind::list ? colour_of_list(node) : colour_of_text(node.text);
        if (!colour)
            return wrong(
                "expected [red, green, blue] with each from 0 to 255, or \"#rrggbb\" in quotes");
        *target = *colour;
    }

    void operator()(const ChoiceTarget& target) const {
        const std::vector<std::string> names(target.names, target.names + target.count);
        const auto found = node.kind == Kind::scalar
                               ? std::find(names.begin(), names.end(), node.text)
                               : names.end();
        if (found == names.end())
            return wrong(choice_advice(node.kind == Kind::scalar ? node.text : "", names));
        target.set(target.member, static_cast<int>(found - names.begin()));
    }

    void operator()(const StepTarget& target) const {
        const auto value = count_in(node, field.low, field.high);
        const auto& all = target.values;
        if (!value || std::find(all.begin(), all.end(), static_cast<int>(*value)) == all.end()) {
            std::vector<std::string> names;
            for (const int step : all) names.push_back(concat(step));
            const std::string last = names.back();
            names.pop_back();
            return wrong(concat("expected ", join(names, ", "), " or ", last));
        }
        *target.member = static_cast<int>(*value);
    }
};

} // namespace

void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                ConfigProblems& problems, const char* or_else) {
    std::visit(FieldReader{node, field, path, problems, or_else}, field.target);
}

void add_wrong_value(const ConfigNode& node, const std::string& path, const std::string& meaning,
                     const std::string& needed, ConfigProblems& problems) {
    problems.add(node.place, concat(path, " is ", shown(node), " (", meaning, ")"), needed);
}

std::optional<std::uint64_t> read_count(const ConfigNode& node, const std::string& path,
                                        const std::string& meaning, double low, double high,
                                        ConfigProblems& problems) {
    const auto value = count_in(node, low, high);
    if (!value) add_wrong_value(node, path, meaning, count_needed(low, high), problems);
    return value;
}

std::optional<double> read_number(const ConfigNode& node, const std::string& path,
                                  const std::string& meaning, double low, double high,
                                  ConfigProblems& problems) {
    const auto value = number_in(node, low, high);
    if (!value) add_wrong_value(node, path, meaning, number_needed(low, high), problems);
    return value;
}

std::optional<NumberRange> read_range(const ConfigNode& node, const std::string& path,
                                      const std::string& meaning, double low, double high,
                                      ConfigProblems& problems) {
    if (node.kind != Kind::list) {
        const auto value = number_in(node, low, high);
        if (value) return NumberRange{*value, *value};
        add_wrong_value(node, path, meaning,
                        concat(number_needed(low, high), ", or [low, high] to sample it per page"),
                        problems);
        return std::nullopt;
    }
    std::vector<double> limits;
    for (const ConfigNode& item : node.items)
        if (const auto value = number_in(item, low, high)) limits.push_back(*value);
    if (node.items.size() == 2 && limits.size() == 2 && limits[0] <= limits[1])
        return NumberRange{limits[0], limits[1]};
    add_wrong_value(node, path, meaning,
                    concat("expected [low, high] with both from ", shortest(low), " to ",
                           shortest(high), ", the lower first"),
                    problems);
    return std::nullopt;
}

std::string choice_advice(const std::string& given, const std::vector<std::string>& names) {
    constexpr std::size_t few = 12;
    const std::string nearest = nearest_name(given, names);
    if (nearest.empty()) return concat("choose one of ", join(names, ", "));
    const std::string all = names.size() <= few ? concat(" (of ", join(names, ", "), ")") : "";
    return concat("did you mean \"", nearest, "\"", all, "?");
}

} // namespace ecgpress
