#include "pipeline/advice/style_warnings.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "core/strings.hpp"
#include "page/layouts.hpp"
#include "pipeline/keys/config_draws.hpp"
#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

/// The pages of one look of a group: what any of them can contain.
struct Pages {
    const StyleSettings& style;
    bool columns = false, rows = false; ///< some layout has more than one
    bool limb = false, chest = false;   ///< some layout or rhythm strip has such leads

    /// True if a key's value fulfils `wanted` on some page.
    template <class Wanted> bool can_be(const char* key, const Wanted& wanted) const {
        const auto draw = style.draws.find(key);
        if (draw == style.draws.end()) {
            StyleSettings copy = style; // fields_of() needs members that are not const
            for (const ConfigField& field : fields_of(copy.base))
                if (field.key == std::string(key)) return wanted(style_value(field));
            return false;
        }
        return std::any_of(
            draw->second.pieces.begin(), draw->second.pieces.end(),
            [&](const auto& piece) { return wanted(piece.low) || wanted(piece.high); });
    }
    bool on(const char* key) const {
        return can_be(key, [](const StyleValue& value) { return std::get<bool>(value); });
    }
    bool off(const char* key) const {
        return can_be(key, [](const StyleValue& value) { return !std::get<bool>(value); });
    }
    bool positive(const char* key) const {
        return can_be(key, [](const StyleValue& value) { return std::get<double>(value) > 0; });
    }
    bool zero(const char* key) const {
        return can_be(key, [](const StyleValue& value) { return std::get<double>(value) == 0; });
    }
    template <class Enum> bool other_than(const char* key, Enum value) const {
        return can_be(key, [&](const StyleValue& found) {
            return std::get<int>(found) != static_cast<int>(value);
        });
    }
    bool words() const {
        return on("show_lead_name") || other_than("header", HeaderForm::none) ||
               other_than("footer", FooterForm::none);
    }
};

/// A key, or all keys with a common prefix (if `keys` ends with _ or .), and the condition under
/// which they have an effect.
struct Rule {
    const char* keys;
    bool (*work)(const Pages& pages);
    const char *why, *advice;
};

constexpr const char *k_no_grid = "show_grid is false", *k_no_columns = "No layout has two columns";

/// The first rule that matches a key and whose condition fails gives the reason.
constexpr Rule k_rules[] = {
    {"grid_", [](const Pages& p) { return p.on("show_grid") || p.positive("frame_width_mm"); },
     k_no_grid, "Set show_grid: true"}, // frames have the colour of major lines
    {"grid_super_width_mm", [](const Pages& p) { return p.positive("grid_super_pitch_mm"); },
     "grid_super_pitch_mm is 0, so no heavy lines are drawn", "Set grid_super_pitch_mm"},
    {"grid_super_colour", [](const Pages& p) { return p.positive("grid_super_pitch_mm"); },
     "grid_super_pitch_mm is 0, so no heavy lines are drawn", "Set grid_super_pitch_mm"},
    {"grid_minor_", [](const Pages& p) { return p.other_than("grid_form", GridForm::major); },
     "grid_form is major, so no minor lines are drawn", "Set grid_form: lines"},
    {"grid_minor_colour", [](const Pages& p) { return p.zero("grid_minor_paleness"); },
     "grid_minor_paleness derives it from the major lines' colour", "Set grid_minor_paleness: 0"},
    {"lead_names", [](const Pages& p) { return p.on("show_lead_name"); }, "show_lead_name is false",
     "Set show_lead_name: true"},
    {"bold_names", [](const Pages& p) { return p.on("show_lead_name"); }, "show_lead_name is false",
     "Set show_lead_name: true"},
    {"font_size_mm", [](const Pages& p) { return p.on("show_lead_name"); },
     "show_lead_name is false", "Set show_lead_name: true"},
    {"label_offset_mm.", [](const Pages& p) { return p.on("show_lead_name"); },
     "show_lead_name is false", "Set show_lead_name: true"},
    {"label_place", [](const Pages& p) { return p.on("show_lead_name"); },
     "show_lead_name is false", "Set show_lead_name: true"},
    {"label_offset_mm.y",
     [](const Pages& p) { return p.other_than("label_place", LabelPlace::trace); },
     "label_place is trace, so names are at the height of their traces",
     "Set label_place: baseline"},
    {"face", [](const Pages& p) { return p.words(); }, "These pages have no text",
     "Set show_lead_name, header or footer"},
    {"text_colour", [](const Pages& p) { return p.words(); }, "These pages have no text",
     "Set show_lead_name, header or footer"},
    {"text_colour", [](const Pages& p) { return p.off("one_ink"); },
     "one_ink is true, so text has the traces' colour", "Set one_ink: false"},
    {"separator_", [](const Pages& p) { return p.on("show_separator"); }, "show_separator is false",
     "Set show_separator: true"},
    {"separator_", [](const Pages& p) { return p.columns; }, k_no_columns,
     "Use a layout such as 3x4"},
    {"separator_colour", [](const Pages& p) { return p.off("one_ink"); },
     "one_ink is true, so separators have the traces' colour", "Set one_ink: false"},
    {"column_", [](const Pages& p) { return p.columns; }, k_no_columns, "Use a layout such as 3x4"},
    {"row_height_mm", [](const Pages& p) { return p.rows; }, "No layout has two rows",
     "Use a layout such as 3x4"},
    {"pulse_", [](const Pages& p) { return p.other_than("pulse", PulsePlace::none); },
     "pulse is none", "Set pulse: left or right"},
    {"header_language", [](const Pages& p) { return p.other_than("header", HeaderForm::none); },
     "header is none", "Set header: full"},
    {"header_top_mm", [](const Pages& p) { return p.other_than("header", HeaderForm::none); },
     "header is none", "Set header: brief or full"},
    {"footer_bottom_mm", [](const Pages& p) { return p.other_than("footer", FooterForm::none); },
     "footer is none", "Set footer: joined"},
    {"words_size_mm",
     [](const Pages& p) {
         return p.other_than("header", HeaderForm::none) ||
                p.other_than("footer", FooterForm::none);
     },
     "header and footer are none. The size of lead names is font_size_mm", "Set header or footer"},
    {"chest_gain_mm_per_mv", [](const Pages& p) { return p.chest; },
     "No layout or rhythm strip has V1 to V6", "Set gain_mm_per_mv"},
    {"lead_order", [](const Pages& p) { return p.limb; }, "No layout has a limb lead",
     "Use a layout with limb leads"},
    {"fit_to_page",
     [](const Pages& p) {
         return !p.on("fit_to_page") || p.other_than("paper", PaperSize::fitted) ||
                p.positive("page_width_mm") || p.positive("page_height_mm");
     },
     "The page has no fixed size. It is as large as needed",
     "Set paper, page_width_mm or page_height_mm"},
    {"paper", [](const Pages& p) { return p.zero("page_width_mm") || p.zero("page_height_mm"); },
     "page_width_mm and page_height_mm set the page size", "Set them to 0"},
};

bool fits(const Rule& rule, const std::string& key) {
    const std::string keys = rule.keys;
    return keys.back() == '_' || keys.back() == '.' ? key.compare(0, keys.size(), keys) == 0
                                                    : key == keys;
}

/// The rule due to which a key has no effect on these pages; null if it has one.
const Rule* idle_rule(const std::string& key, const Pages& pages) {
    for (const Rule& rule : k_rules)
        if (fits(rule, key) && !rule.work(pages)) return &rule;
    return nullptr;
}

Pages pages_of(const Config& config, const PageGroup& group, const StyleSettings& style) {
    Pages pages{style};
    const auto note = [&](const std::vector<Lead>& leads) {
        for (const Lead lead : leads)
            (index_of(lead) >= index_of(Lead::V1) ? pages.chest : pages.limb) = true;
    };
    note(group.rhythm);
    for (const LayoutShare& share : group.layouts) {
        const Layout& layout = *find_layout(config.layouts, share.layout);
        for (const auto& leads : layout.choices) note(leads);
        note(layout.rhythm);
        pages.columns = pages.columns || layout.columns > 1;
        pages.rows =
            pages.rows || layout.rows > 1 || !layout.rhythm.empty() || !group.rhythm.empty();
    }
    return pages;
}

/// Each key's value or distribution as JSON.
std::map<std::string, std::string> values_of(StyleSettings style) {
    std::map<std::string, std::string> values;
    for (const ConfigField& field : fields_of(style.base)) {
        const auto draw = style.draws.find(field.key);
        values[field.key] = json_text(draw == style.draws.end() ? value_tree(field)
                                                                : draw_tree(field, draw->second));
    }
    return values;
}

/// The built-in style of a look, without changes by the configuration.
StyleSettings untouched(const std::string& name) {
    for (const Look& look : standard_looks())
        if (look.name == name) return look.style;
    return {};
}

/// Use of one value of one key in all groups. A shared style may be meant for only some of them, so
/// a value that has an effect in one group is not reported.
struct Use {
    const Rule* idle = nullptr; ///< null if it has an effect in some group
    std::vector<std::string> groups;
};

} // namespace

std::vector<Warning> idle_style_keys(const Config& config) {
    std::map<std::pair<std::string, std::string>, Use> uses;
    for (const PageGroup& group : config.pages)
        for (const LookShare& look : group.looks) {
            const Pages pages = pages_of(config, group, look.style);
            const auto usual = values_of(untouched(look.look));
            for (const auto& [key, value] : values_of(look.style)) {
                if (value == usual.at(key)) continue;
                const Rule* rule = idle_rule(key, pages);
                const auto [use, is_new] = uses.try_emplace({key, value});
                use->second.idle = is_new || use->second.idle != nullptr ? rule : nullptr;
                auto& groups = use->second.groups;
                if (groups.empty() || groups.back() != group.name) groups.push_back(group.name);
            }
        }
    std::vector<std::pair<std::pair<const Rule*, std::string>, std::vector<std::string>>> causes;
    for (const auto& [key_value, use] : uses) {
        if (use.idle == nullptr) continue;
        const std::pair<const Rule*, std::string> cause{use.idle,
                                                        "pages." + join(use.groups, ", pages.")};
        auto found = std::find_if(causes.begin(), causes.end(),
                                  [&](const auto& known) { return known.first == cause; });
        if (found == causes.end()) found = causes.insert(causes.end(), {cause, {}});
        found->second.push_back(key_value.first);
    }
    std::vector<Warning> warnings;
    warnings.reserve(causes.size());
    for (const auto& [cause, keys] : causes)
        warnings.push_back({concat(cause.second, ": style.", join(keys, ", style."),
                                   keys.size() == 1 ? " has" : " have", " no effect"),
                            cause.first->why,
                            concat(cause.first->advice, ", or remove ",
                                   keys.size() == 1 ? "this key" : "these keys")});
    return warnings;
}

} // namespace ecgpress
