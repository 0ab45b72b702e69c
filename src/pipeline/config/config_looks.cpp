#include "pipeline/config/config_looks.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_names.hpp"
#include "pipeline/keys/config_blocks.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

const Look* find_look(const std::string& name) {
    for (const Look& look : standard_looks())
        if (look.name == name) return &look;
    return nullptr;
}

std::vector<std::string> look_names() {
    std::vector<std::string> names{"default"};
    for (const Look& look : standard_looks()) names.push_back(look.name);
    return names;
}

/// Applies the style blocks of the configuration over a look. Their problems are already reported.
StyleSettings layered(StyleSettings style, const StyleLayers& layers) {
    ConfigProblems known;
    for (const ConfigNode* layer : {layers.every_group, layers.group})
        if (layer != nullptr) read_style({*layer, "style"}, style, known);
    return style;
}

class LooksReader {
  public:
    LooksReader(std::string path, const StyleLayers& layers, ConfigProblems& problems)
        : path_(std::move(path)), layers_(layers), problems_(problems) {}

    std::vector<LookShare> read(const ConfigNode& node) {
        if (node.kind == Kind::scalar)
            add({node.text, node.place, ConfigNode::number(1.0)});
        else if (node.kind == Kind::map && !node.entries.empty())
            for (const ConfigEntry& entry : node.entries) add(entry);
        else
            add_wrong_value(node, path_, "looks of the pages",
                            "expected a look's name, default, or {look: weight, ...}", problems_);
        if (default_weight_) add_standard_looks(*default_weight_);
        require_pages_of(&LookShare::weight, "weight", node);
        require_pages_of(&LookShare::screen_weight, "screen_weight", node);
        // Sorted, because their order has no meaning: configurations that differ only in it must
        // give the same release.
        std::sort(looks_.begin(), looks_.end(),
                  [](const LookShare& a, const LookShare& b) { return a.look < b.look; });
        return std::move(looks_);
    }

  private:
    /// The default mixture, in addition to the looks that are listed by name.
    void add_standard_looks(double weight) {
        for (const Look& look : standard_looks()) {
            const auto listed =
                std::find_if(looks_.begin(), looks_.end(),
                             [&](const LookShare& share) { return share.look == look.name; });
            if (listed != looks_.end())
                listed->weight += weight * look.weight,
                    listed->screen_weight += weight * look.screen_weight;
            else
                looks_.push_back({look.name, weight * look.weight, weight * look.screen_weight,
                                  layered(look.style, layers_)});
        }
    }

    /// Pages on paper and on screens each need a look.
    void require_pages_of(double LookShare::*weight, const char* name, const ConfigNode& node) {
        if (looks_.empty() || std::any_of(looks_.begin(), looks_.end(),
                                          [&](const LookShare& look) { return look.*weight > 0; }))
            return;
        problems_.add(node.place, concat("no look in ", path_, " has a ", name, " above 0"),
                      "set that of at least one look");
    }

    double weight_of(const ConfigNode& node, const std::string& path) {
        return read_number(node, path, "the look's share of the pages", k_look_shares.low,
                           k_look_shares.high, problems_)
            .value_or(1);
    }

    void add(const ConfigEntry& entry) {
        if (entry.key == "default" && entry.value.kind == Kind::scalar) {
            default_weight_ = weight_of(entry.value, path_ + ".default");
            return;
        }
        const Look* look = find_look(entry.key);
        const bool block = entry.value.kind == Kind::map;
        const ConfigNode* style = block ? entry.value.find("style") : nullptr;
        if (look == nullptr && style == nullptr)
            return problems_.add(entry.place, concat("unknown look \"", entry.key, "\" in ", path_),
                                 concat("for a new look, set its style: {weight: 1, style: "
                                        "{...}}. Otherwise, ",
                                        choice_advice(entry.key, look_names())));
        if (look == nullptr && (!is_name(entry.key) || entry.key == "default"))
            return problems_.add(
                entry.place, concat("\"", entry.key, "\" cannot be the name of a look in ", path_),
                "expected letters, digits, _ and -, not a number");
        LookShare share;
        share.look = entry.key;
        share.style = layered(look == nullptr ? StyleSettings{} : look->style, layers_);
        const std::string path = concat(path_, '.', entry.key);
        const ConfigNode* weight = &entry.value;
        if (block) {
            read_fields({entry.value, path}, {}, compound_names("pages.looks.LOOK"), problems_);
            weight = entry.value.find("weight");
            if (style != nullptr) read_style({*style, path + ".style"}, share.style, problems_);
        }
        if (weight != nullptr) share.weight = weight_of(*weight, path);
        const ConfigNode* on_screen = block ? entry.value.find("screen_weight") : nullptr;
        share.screen_weight =
            on_screen == nullptr ? share.weight : weight_of(*on_screen, path + ".screen_weight");
        looks_.push_back(std::move(share));
    }

    std::string path_;
    const StyleLayers& layers_;
    ConfigProblems& problems_;
    std::vector<LookShare> looks_;
    std::optional<double> default_weight_; ///< if the default mixture is one of them
};

} // namespace

std::vector<LookShare> read_looks(const ConfigNode* looks, const std::string& path,
                                  const StyleLayers& layers, ConfigProblems& problems) {
    StyleSettings plain; // reports every problem of the style blocks once
    if (layers.group != nullptr)
        read_style({*layers.group, path.substr(0, path.rfind('.')) + ".style"}, plain, problems);
    if (looks != nullptr && looks->kind != Kind::null)
        return LooksReader(path, layers, problems).read(*looks);
    return {{k_plain_look, 1, 1, layered({}, layers)}};
}

ConfigNode tree_of_looks(const std::vector<LookShare>& looks) {
    ConfigNode tree = ConfigNode::map();
    for (const LookShare& share : looks) {
        ConfigNode look = ConfigNode::map();
        look.set("weight", ConfigNode::number(share.weight));
        look.set("screen_weight", ConfigNode::number(share.screen_weight));
        look.set("style", tree_of(share.style));
        tree.set(share.look, std::move(look));
    }
    return tree;
}

} // namespace ecgpress
