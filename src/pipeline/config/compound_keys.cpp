#include "pipeline/config/compound_keys.hpp"

#include <algorithm>
#include <cassert>

namespace ecgpress {

namespace {

std::vector<CompoundKey> definitions() {
    return {
        {"layouts", "additional layouts", "a list of {name, rows}", "[]",
         "layouts: [{name: 2x2, rows: [[I, II], [V1, V2]]}]"},
        {"layouts.name", "name of the layout", "letters, digits, _ and -; not a number or split",
         "", "name: 2x2", true},
        {"layouts.rows", "leads of each row, from left to right",
         "a list of lists of leads; all of the same length", "", "rows: [[I, II], [V1, V2]]", true},
        {"style", "appearance of the pages of all groups", "a block of keys", "{}",
         "style: {dpi: 200, row_height_mm: [15, 30]}"},
        {"pages", "groups of pages", "a list of groups, at least one", "",
         "pages: [{name: plain, layouts: [3x4], count: 10, datasets: [digitization]}]", true},
        {"presets", "additional presets", "{NAME: {ARTIFACT: strength, ...}, ...}", "{}",
         "presets: {ward-copy: {folds: moderate, scan_grey: mild}}"},
        {"presets.NAME", "a preset: artifacts with probability and strength",
         "{ARTIFACT: strength, ...} or {ARTIFACT: {probability, strength, parameters}, ...}", "",
         "ward-copy: {folds: moderate, handwriting: {probability: 0.8, notes: 4}}"},
        {"presets.NAME.ARTIFACT.probability", "probability that a page has the artifact",
         "a number from 0 to 1", "1", "handwriting: {probability: 0.8}"},
        {"presets.NAME.ARTIFACT.strength",
         "strength of the artifact; any is mild in 50 %, moderate in 35 % and severe in 15 % of "
         "pages",
         "mild, moderate, severe, any, a number from 0 to 1, or [low, high]", "any",
         "handwriting: {strength: [0.2, 0.5]}"},
    };
}

std::vector<CompoundKey> group_keys() {
    return {
        {"pages.name", "name of the group, a column of the release's tables",
         "letters, digits, _ and -; not a number", "", "name: plain", true},
        {"pages.layouts", "layouts of the pages",
         "a layout, a list of layouts, or {LAYOUT: weight, ...}", "", "layouts: {3x4: 3, 6x2: 1}",
         true},
        {"pages.rhythm", "full-length strips below the grid and the layout's own strips",
         "a lead, a list of leads, or []", "[]", "rhythm: II"},
        {"pages.count",
         "number of pages; of paired presets: number of sheets; a total is split 8 : 1 : 1",
         "a total, {train: N, val: N, test: N}, or {LAYOUT: either of these, ...}", "",
         "count: {train: 80, val: 10, test: 10}", true},
        {"pages.count_per", "whether `count` is for the group or for each of its layouts",
         "group, layout", "group", "count_per: layout"},
        {"pages.count_by",
         "classes of the records and their shares of the pages; without it: records of any class. "
         "PTB-XL: superclasses, subclasses and codes; wfdb: what `Dx:` or `Labels:` state in "
         "headers",
         "{CLASS: weight, ...}", "", "count_by: {NORM: 1, MI: 2}"},
        {"pages.datasets", "datasets that the pages are for",
         "a list of digitization, detection, segmentation, overlap", "",
         "datasets: [digitization, detection]", true},
        {"pages.caps", "limits: only the first N pages or crops, in page order, are kept",
         "a block of keys", "{}", "caps: {segmentation: 20000}"},
        {"pages.style", "appearance of the group's pages, in addition to the top-level `style`",
         "a block of the keys of `style`", "{}", "style: {row_height_mm: 15}"},
        {"pages.looks", "looks of the pages: the styles of real ECG machines",
         "a look, default, or {LOOK: weight, LOOK: {weight, style}, default: weight, ...}; a new "
         "name with a style is a new look",
         "framework", "looks: {thermal: 2, mine: {weight: 1, style: {pulse: left}}}"},
        {"pages.looks.LOOK.weight", "share of the look", "a number", "1", "mine: {weight: 2}"},
        {"pages.looks.LOOK.screen_weight",
         "share of the look on pages that were never on paper: presets clean, screenshot and "
         "screen-photo",
         "a number", "`weight`", "mine: {weight: 2, screen_weight: 0}"},
        {"pages.looks.LOOK.style",
         "appearance of the look's pages, in addition to the group's `style`",
         "a block of the keys of `style`", "{}", "mine: {style: {pulse: left}}"},
        {"pages.overlap_ratio",
         "mean overlap ratio of a page's crops: the row height with the nearest ratio is chosen "
         "from "
         "`style.row_height_mm`, which must be [low, high]",
         "a number from 0 to 10, [low, high], or null", "null", "overlap_ratio: [0.1, 0.3]"},
        {"pages.mask", "masks of the crops", "a block of keys", "{}", "mask: {columns_per_px: 2}"},
        {"pages.jpeg", "encoding of page images", "a block of keys", "{}", "jpeg: {quality: 90}"},
        {"pages.artifacts", "presets of artifacts that are applied to the pages",
         "a preset, default, none, {PRESET: weight, ...}, or {paired: [PRESET, ...]}", "none",
         "artifacts: {phone-photo: 3, fax: 1}"},
        {"pages.artifacts.paired", "presets that are applied to copies of the same sheet",
         "a list of presets", "", "artifacts: {paired: [clean, phone-photo]}"},
    };
}

} // namespace

const std::vector<CompoundKey>& compound_keys() {
    static const std::vector<CompoundKey> keys = [] {
        std::vector<CompoundKey> all = definitions();
        for (const CompoundKey& key : group_keys()) all.push_back(key);
        return all;
    }();
    return keys;
}

const CompoundKey& compound_key(const std::string& path) {
    const auto found = std::find_if(compound_keys().begin(), compound_keys().end(),
                                    [&](const CompoundKey& key) { return path == key.path; });
    assert(found != compound_keys().end());
    return *found;
}

std::vector<std::string> compound_names(const std::string& block) {
    const std::string prefix = block.empty() ? "" : block + '.';
    std::vector<std::string> names;
    for (const CompoundKey& key : compound_keys()) {
        const std::string path = key.path;
        if (path.compare(0, prefix.size(), prefix) == 0 && path.size() > prefix.size() &&
            path.find('.', prefix.size()) == std::string::npos)
            names.push_back(path.substr(prefix.size()));
    }
    return names;
}

} // namespace ecgpress
