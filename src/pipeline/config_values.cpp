#include "pipeline/config_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/text.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

struct Choice {
    const char* name;
    int value;
};

constexpr std::array<Choice, 2> k_column_times{
    {{"consecutive", static_cast<int>(ColumnTime::consecutive)},
     {"same", static_cast<int>(ColumnTime::same)}}};
constexpr std::array<Choice, 2> k_chroma{{{"420", static_cast<int>(ChromaSubsampling::half)},
                                          {"444", static_cast<int>(ChromaSubsampling::none)}}};

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
    return concat("give a whole number from ", static_cast<long long>(low), " to ",
                  static_cast<long long>(high));
}

std::string number_needed(double low, double high) {
    return concat("give a number from ", shortest(low), " to ", shortest(high));
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

template <std::size_t Count>
std::optional<int> choice_of(const ConfigNode& node, const std::array<Choice, Count>& choices) {
    if (node.kind != Kind::scalar) return std::nullopt;
    for (const Choice& choice : choices)
        if (node.text == choice.name) return choice.value;
    return std::nullopt;
}

template <std::size_t Count>
const char* name_of_choice(int value, const std::array<Choice, Count>& choices) {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const Choice& choice) { return choice.value == value; });
    return found->name;
}

template <std::size_t Count>
std::string choice_needed(const ConfigNode& node, const std::array<Choice, Count>& choices) {
    std::vector<std::string> names;
    names.reserve(Count);
    for (const Choice& choice : choices) names.emplace_back(choice.name);
    return choice_advice(node.kind == Kind::scalar ? node.text : "", names);
}

/// Reads one value into the member that a field is bound to; each kind of member has its own rule.
struct FieldReader {
    const ConfigNode& node;
    const ConfigField& field;
    const std::string& path;
    std::map<std::string, Range>* ranges;
    ConfigProblems& problems;

    void wrong(const std::string& needed) const {
        add_wrong_value(node, path, field.meaning, needed, problems);
    }

    void operator()(double* target) const {
        if (ranges != nullptr && node.kind == Kind::list) return read_range(target);
        const auto value = number_in(node, field.low, field.high);
        if (!value)
            return wrong(
                concat(number_needed(field.low, field.high),
                       ranges == nullptr ? "" : ", or [low, high] to draw it for each page"));
        *target = *value;
        if (ranges != nullptr) ranges->erase(field.key);
    }

    void read_range(double* target) const {
        std::vector<double> limits;
        for (const ConfigNode& item : node.items)
            if (const auto value = number_in(item, field.low, field.high)) limits.push_back(*value);
        if (node.items.size() != 2 || limits.size() != 2 || limits[0] > limits[1])
            return wrong(concat("give [low, high] with both from ", shortest(field.low), " to ",
                                shortest(field.high), ", the lower first"));
        *target = limits[0];
        (*ranges)[field.key] = {limits[0], limits[1]};
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
        if (!good) return wrong("give true or false");
        *target = node.text == "true";
    }

    void operator()(std::string* target) const {
        if (node.kind != Kind::scalar) return wrong("give one word");
        *target = node.text;
    }

    void operator()(std::filesystem::path* target) const {
        if (node.kind != Kind::scalar) return wrong("give a path, or \"\" for none");
        *target = node.text;
    }

    void operator()(std::vector<std::string>* target) const {
        const bool good =
            node.kind == Kind::list &&
            std::all_of(node.items.begin(), node.items.end(),
                        [](const ConfigNode& item) { return item.kind == Kind::scalar; });
        if (!good) return wrong("give a list of names, or [] for none");
        target->clear();
        for (const ConfigNode& item : node.items) target->push_back(item.text);
    }

    void operator()(Colour* target) const {
        const auto colour =
            node.kind == Kind::list ? colour_of_list(node) : colour_of_text(node.text);
        if (!colour)
            return wrong(
                "give [red, green, blue] with each from 0 to 255, or \"#rrggbb\" in quotes");
        *target = *colour;
    }

    void operator()(ColumnTime* target) const {
        const auto choice = choice_of(node, k_column_times);
        if (!choice) return wrong(choice_needed(node, k_column_times));
        *target = static_cast<ColumnTime>(*choice);
    }

    void operator()(ChromaSubsampling* target) const {
        const auto choice = choice_of(node, k_chroma);
        if (!choice) return wrong(choice_needed(node, k_chroma));
        *target = static_cast<ChromaSubsampling>(*choice);
    }
};

struct FieldWriter {
    ConfigNode operator()(const double* value) const { return ConfigNode::number(*value); }
    ConfigNode operator()(const int* value) const {
        return ConfigNode::number(static_cast<std::uint64_t>(*value));
    }
    ConfigNode operator()(const std::uint64_t* value) const { return ConfigNode::number(*value); }
    ConfigNode operator()(const std::optional<std::uint64_t>* value) const {
        return *value ? ConfigNode::number(**value) : ConfigNode::null();
    }
    ConfigNode operator()(const bool* value) const { return ConfigNode::truth(*value); }
    ConfigNode operator()(const std::string* value) const { return ConfigNode::string(*value); }
    ConfigNode operator()(const std::filesystem::path* value) const {
        return ConfigNode::string(value->string());
    }
    ConfigNode operator()(const std::vector<std::string>* value) const {
        std::vector<ConfigNode> items;
        for (const std::string& text : *value) items.push_back(ConfigNode::string(text));
        return ConfigNode::list(std::move(items));
    }
    ConfigNode operator()(const Colour* value) const {
        std::vector<ConfigNode> items;
        for (const std::uint64_t part : {value->red, value->green, value->blue})
            items.push_back(ConfigNode::number(part));
        return ConfigNode::list(std::move(items));
    }
    ConfigNode operator()(const ColumnTime* value) const {
        return ConfigNode::string(name_of_choice(static_cast<int>(*value), k_column_times));
    }
    ConfigNode operator()(const ChromaSubsampling* value) const {
        return ConfigNode::string(name_of_choice(static_cast<int>(*value), k_chroma));
    }
};

} // namespace

void read_value(const ConfigNode& node, const ConfigField& field, const std::string& path,
                std::map<std::string, Range>* ranges, ConfigProblems& problems) {
    std::visit(FieldReader{node, field, path, ranges, problems}, field.target);
}

ConfigNode value_tree(const ConfigField& field) {
    return std::visit(FieldWriter{}, field.target);
}

void add_wrong_value(const ConfigNode& node, const std::string& path, const std::string& meaning,
                     const std::string& needed, ConfigProblems& problems) {
    problems.add(node.place, concat(path, " is ", shown(node), " (", meaning, ") ", needed));
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

std::string choice_advice(const std::string& given, const std::vector<std::string>& names) {
    constexpr std::size_t few = 8;
    const std::string nearest = nearest_name(given, names);
    if (nearest.empty()) return concat("choose one of ", join(names, ", "));
    const std::string all = names.size() <= few ? concat(" (of ", join(names, ", "), ")") : "";
    return concat("did you mean \"", nearest, "\"", all, "?");
}

} // namespace ecgpress
