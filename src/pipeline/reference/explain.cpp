#include "pipeline/reference/explain.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/program/nearest_name.hpp"
#include "core/program/word_list.hpp"
#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/reference/key_list.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress {

namespace {

using Parts = std::vector<std::string>;

constexpr const char* k_drawn =
    "or, to sample it per page: [low, high], {value: weight, ...}, {mean: M, sd: S}";

bool is_one_of(const std::string& name, const Parts& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Replaces user-defined names by the placeholders of the key list. The style of a group or look
/// has the same keys as the top-level style.
std::string listed_path(const std::string& path) {
    Parts parts = split_text(path, '.');
    const auto has = [&](std::size_t i) { return i < parts.size(); };
    const auto drop = [&](std::size_t count) {
        parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count));
    };
    const std::string block = parts[0];
    const bool is_list = block == "pages" || block == "layouts";
    if (is_list && has(1) && !is_one_of(parts[1], compound_names(block)))
        parts.erase(parts.begin() + 1);
    if (block == "pages" && has(2) && parts[1] == "looks") {
        parts[2] = "LOOK";
        if (has(4) && parts[3] == "style") drop(3);
    }
    if (block == "pages" && has(2) && parts[1] == "style") drop(1);
    if (block == "presets" && has(1)) parts[1] = "NAME";
    if (block == "presets" && has(3) &&
        is_one_of(parts[3], compound_names("presets.NAME.ARTIFACT")))
        parts[2] = "ARTIFACT";
    return join(parts, ".");
}

bool lies_below(const KeyInfo& key, const std::string& prefix) {
    return key.path.compare(0, prefix.size() + 1, prefix + '.') == 0;
}

bool ends_with(const std::string& path, const std::string& end) {
    return path.size() >= end.size() &&
           path.compare(path.size() - end.size(), end.size(), end) == 0;
}

std::string list_of(const std::vector<const KeyInfo*>& keys) {
    std::vector<Parts> rows;
    rows.reserve(keys.size());
    for (const KeyInfo* key : keys) rows.push_back({key->path, meaning_of(*key)});
    return word_list(rows);
}

std::string description_of(const KeyInfo& key) {
    std::vector<Parts> rows{{"meaning", key.meaning}};
    const auto add = [&](const char* name, const std::string& text) {
        if (!text.empty()) rows.push_back({name, text});
    };
    add("unit", key.unit);
    add("values", key.values);
    if (key.drawn) rows.push_back({"", k_drawn});
    add("0", key.zero);
    add("default", key.required ? "none: the key is required" : key.standard);
    add("example", key.example);
    if (key.path.compare(0, 6, "style.") == 0)
        add("also in", "pages.GROUP.style and pages.GROUP.looks.LOOK.style");
    return concat(key.path, '\n', word_list(rows));
}

[[noreturn]] void refuse(const std::string& key) {
    Parts paths, ends;
    for (const KeyInfo& known : all_keys()) {
        paths.push_back(known.path);
        ends.push_back(known.path.substr(known.path.rfind('.') + 1));
    }
    std::string nearest = nearest_name(listed_path(key), paths);
    if (nearest.empty()) {
        const std::string end = nearest_name(key.substr(key.rfind('.') + 1), ends);
        const auto found = std::find(ends.begin(), ends.end(), end);
        if (found != ends.end()) nearest = paths[static_cast<std::size_t>(found - ends.begin())];
    }
    throw ConfigError(concat("unknown configuration key \"", key, "\". ",
                             nearest.empty() ? std::string("`ecgpress explain` lists all blocks.")
                                             : concat("Did you mean \"", nearest, "\"?")));
}

std::string cell(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
}

std::string code(const std::string& text) {
    return text.empty() ? "" : concat('`', text, '`');
}

} // namespace

std::string explain(const std::string& key) {
    const std::string path = listed_path(key);
    std::vector<const KeyInfo*> here, below, ending;
    for (const KeyInfo& known : all_keys()) {
        if (known.path == path) here.push_back(&known);
        if (lies_below(known, path)) below.push_back(&known);
        if (ends_with(known.path, '.' + key)) ending.push_back(&known);
    }
    if (here.empty() && below.empty() && ending.size() == 1) here = ending;
    if (here.empty() && below.empty() && ending.empty()) refuse(key);
    std::string text = here.empty() ? "" : description_of(*here.front());
    if (!below.empty()) text += concat(here.empty() ? "" : "\n", list_of(below));
    return text.empty() ? list_of(ending) : text;
}

std::string explain_all() {
    std::vector<Parts> rows;
    std::string last;
    for (const KeyInfo& key : all_keys()) {
        const std::string block = key.path.substr(0, key.path.find('.'));
        if (block == last) continue;
        last = block;
        std::size_t count = 0;
        for (const KeyInfo& other : all_keys()) count += lies_below(other, block) ? 1 : 0;
        rows.push_back(
            {block, count > 0 ? concat(count, count == 1 ? " key" : " keys") : meaning_of(key)});
    }
    return word_list(rows);
}

std::string key_tables() {
    std::string text, last;
    for (const KeyInfo& key : all_keys()) {
        const std::string block = key.path.substr(0, key.path.find('.'));
        if (block != last)
            text += concat(last.empty() ? "" : "\n", "## `", block,
                           "`\n\n| key | default | values | meaning |\n|---|---|---|---|\n");
        last = block;
        text += concat("| ", code(key.path), " | ", key.required ? "required" : code(key.standard),
                       " | ", cell(key.values), " | ", cell(meaning_of(key)), " |\n");
    }
    return text;
}

} // namespace ecgpress
