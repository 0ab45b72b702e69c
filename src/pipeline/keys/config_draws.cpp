#include "pipeline/keys/config_draws.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

constexpr const char* k_to = ".."; ///< between the ends of a range in a map key

bool can_lie_between(const ConfigField& field) {
    return std::holds_alternative<double*>(field.target) ||
           std::holds_alternative<Colour*>(field.target);
}

/// A value as a map key.
struct KeyWriter {
    const ConfigField& field;

    std::string operator()(double value) const { return shortest(value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const Colour& value) const {
        constexpr const char* digits = "0123456789abcdef";
        std::string text = "#";
        for (const int part : {value.red, value.green, value.blue}) {
            text += digits[part >> 4];
            text += digits[part & 15];
        }
        return text;
    }
    std::string operator()(int value) const {
        return std::get<ChoiceTarget>(field.target).names[value];
    }
};

/// A value as the end of a range.
ConfigNode node_of(const ConfigField& field, const StyleValue& value) {
    if (const auto* number = std::get_if<double>(&value)) return ConfigNode::number(*number);
    return ConfigNode::string(std::visit(KeyWriter{field}, value));
}

/// A piece as a map key: "10", "8..15".
std::string text_of(const ConfigField& field, const StyleDraw::Piece& piece) {
    const std::string low = std::visit(KeyWriter{field}, piece.low),
                      high = std::visit(KeyWriter{field}, piece.high);
    return low == high ? low : concat(low, k_to, high);
}

/// Reads the distribution of one field's value.
class DrawReader {
  public:
    DrawReader(const ConfigField& field, std::string path, ConfigProblems& problems)
        : field_(field), path_(std::move(path)), problems_(problems) {}

    std::optional<StyleDraw> read(const ConfigNode& node) {
        const std::size_t before = problems_.count();
        StyleDraw draw;
        if (node.kind == Kind::list)
            read_ends(node, node.items, draw, 1);
        else if (node.find("mean") != nullptr)
            read_normal(node, draw);
        else
            for (const ConfigEntry& entry : node.entries) read_weighted(entry, draw);
        if (problems_.count() == before && draw.pieces.empty())
            wrong(node, "expected {value: weight, ...}");
        if (problems_.count() > before) return std::nullopt;
        // Sorted, because their order has no meaning: configurations that differ only in it must
        // give the same release.
        std::sort(draw.pieces.begin(), draw.pieces.end(), [&](const auto& a, const auto& b) {
            return text_of(field_, a) < text_of(field_, b);
        });
        return draw;
    }

  private:
    void wrong(const ConfigNode& node, const std::string& needed) {
        add_wrong_value(node, path_, meaning_of(field_), needed, problems_);
    }

    /// A value of the field's type. The field's member does not change.
    StyleValue value_of(const ConfigNode& node) {
        const StyleValue kept = style_value(field_);
        read_value(node, field_, path_, problems_);
        const StyleValue value = style_value(field_);
        set_style_value(field_, kept);
        return value;
    }

    void read_ends(const ConfigNode& node, const std::vector<ConfigNode>& ends, StyleDraw& draw,
                   double weight) {
        const std::size_t before = problems_.count();
        if (ends.size() != 2 || !can_lie_between(field_)) return wrong(node, range_needed());
        const StyleValue low = value_of(ends[0]), high = value_of(ends[1]);
        if (problems_.count() > before) return;
        const auto* number = std::get_if<double>(&low);
        if (number != nullptr && *number > std::get<double>(high))
            return wrong(node, range_needed());
        draw.pieces.push_back({low, high, weight});
    }

    std::string range_needed() const {
        if (!can_lie_between(field_)) return "expected one value, or {value: weight, ...}";
        if (std::holds_alternative<Colour*>(field_.target))
            return "expected two colours, to sample one between them for each page";
        return concat("expected [low, high] with both from ", shortest(field_.low), " to ",
                      shortest(field_.high), ", the lower first");
    }

    void read_weighted(const ConfigEntry& entry, StyleDraw& draw) {
        const auto weight = read_number(entry.value, concat(path_, '.', entry.key),
                                        "the value's share of the pages", 0, 1e9, problems_);
        if (!weight || *weight == 0) return;
        ConfigNode key;
        key.kind = Kind::scalar;
        key.place = entry.place;
        const std::size_t to = entry.key.find(k_to);
        if (to != std::string::npos && can_lie_between(field_)) {
            ConfigNode high = key;
            key.text = trimmed(entry.key.substr(0, to));
            high.text = trimmed(entry.key.substr(to + 2));
            return read_ends(key, {key, high}, draw, *weight);
        }
        key.text = entry.key;
        const StyleValue value = value_of(key);
        draw.pieces.push_back({value, value, *weight});
    }

    void read_normal(const ConfigNode& node, StyleDraw& draw) {
        if (!std::holds_alternative<double*>(field_.target))
            return wrong(node, "expected one value, or {value: weight, ...}");
        double low = field_.low, high = field_.high;
        for (const ConfigEntry& entry : node.entries) {
            double* const target = entry.key == "mean"   ? &draw.mean
                                   : entry.key == "sd"   ? &draw.sd
                                   : entry.key == "low"  ? &low
                                   : entry.key == "high" ? &high
                                                         : nullptr;
            if (target == nullptr)
                return wrong(node, "expected {mean: ..., sd: ..., low: ..., high: ...}");
            if (const auto value =
                    read_number(entry.value, concat(path_, '.', entry.key), meaning_of(field_),
                                entry.key == "sd" ? 0 : field_.low, field_.high, problems_))
                *target = *value;
        }
        if (draw.sd <= 0 || low > high)
            return wrong(node, "expected sd above 0, and low below high");
        draw.pieces.push_back({low, high, 1});
    }

    const ConfigField& field_;
    std::string path_;
    ConfigProblems& problems_;
};

/// [low, high]; three numbers are one colour.
bool is_draw(const ConfigNode& node, const ConfigField& field) {
    if (node.kind != Kind::list) return node.kind == Kind::map;
    const bool colour = std::holds_alternative<Colour*>(field.target);
    return colour ? node.items.size() != 3 : std::holds_alternative<double*>(field.target);
}

} // namespace

void read_drawn(const ConfigNode& node, const ConfigField& field, const std::string& path,
                std::map<std::string, StyleDraw>& draws, ConfigProblems& problems) {
    if (!is_draw(node, field)) {
        const std::size_t before = problems.count();
        read_value(node, field, path, problems,
                   can_lie_between(field) ? ", or [low, high] to draw it for each page" : "");
        if (problems.count() == before) draws.erase(field.key);
    } else if (auto draw = DrawReader(field, path, problems).read(node)) {
        draws[field.key] = std::move(*draw);
    }
}

ConfigNode draw_tree(const ConfigField& field, const StyleDraw& draw) {
    ConfigNode tree = ConfigNode::map();
    const auto set = [&](const std::string& key, double value) {
        tree.entries.push_back({key, "", ConfigNode::number(value)}); // a key may contain dots
    };
    if (draw.sd > 0) {
        set("mean", draw.mean);
        set("sd", draw.sd);
        set("low", std::get<double>(draw.pieces.front().low));
        set("high", std::get<double>(draw.pieces.front().high));
        return tree;
    }
    if (draw.pieces.size() == 1) {
        const StyleDraw::Piece& piece = draw.pieces.front();
        ConfigNode ends = ConfigNode::list({});
        for (const StyleValue& end : {piece.low, piece.high})
            ends.items.push_back(node_of(field, end));
        if (can_lie_between(field)) return ends;
    }
    for (const StyleDraw::Piece& piece : draw.pieces) set(text_of(field, piece), piece.weight);
    return tree;
}

} // namespace ecgpress
