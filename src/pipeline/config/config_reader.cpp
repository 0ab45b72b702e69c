#include "pipeline/config/config_reader.hpp"

#include <algorithm>
#include <regex>
#include <utility>

#include "codec/picture_folder.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/page_filter.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_artifacts.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config/config_groups.hpp"
#include "pipeline/config/config_names.hpp"
#include "pipeline/keys/config_blocks.hpp"
#include "signal/patients.hpp"
#include "signal/unit.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

// Limits memory: the plan stores one byte per page.
constexpr auto k_most_pages = static_cast<std::uint64_t>(k_page_counts.high);
constexpr std::size_t k_most_elements = 100; // limit of layouts and of page groups

const std::string& place_of(const ConfigNode& root, const char* block, const char* key) {
    const ConfigNode* node = root.find(block);
    const ConfigNode* value = node == nullptr ? nullptr : node->find(key);
    return value != nullptr ? value->place : node != nullptr ? node->place : root.place;
}

/// Checks the source's settings without opening it.
void check_source(const ConfigNode& root, const SourceSettings& source, ConfigProblems& problems) {
    const bool fixed_rates = source.kind == "ptb-xl" || source.kind == "simulated";
    if (fixed_rates && source.rate_hz != 500 && source.rate_hz != 100)
        problems.add(place_of(root, "source", "rate_hz"),
                     concat("source.rate_hz is ", source.rate_hz, ". Records of a ", source.kind,
                            " source exist at 500 and 100 Hz"),
                     "set it to 500 or 100");
    if (source.kind != "simulated" && source.path.empty())
        problems.add(place_of(root, "source", "path"),
                     concat("source.path is missing. A ", source.kind, " source requires it"),
                     "set it, or --set source.path=...");
}

/// Computes the digest of the pictures, unless it is known.
void read_textures(const ConfigNode& root, TextureSettings& textures, ConfigProblems& problems) {
    if (textures.folder.empty() || !textures.sha256.empty()) return;
    try {
        textures.sha256 = sha256_of_pictures(textures.folder);
    } catch (const ConfigError& error) {
        problems.add(place_of(root, "artifacts", "textures"),
                     concat("artifacts.textures: ", error.what()));
    }
}

/// Checks how the source's patients and values are stated.
void check_statements(const ConfigNode& root, const SourceSettings& source,
                      ConfigProblems& problems) {
    if (!source.patient_from.empty() && !is_patient_rule(source.patient_from))
        problems.add(place_of(root, "source", "patient_from"),
                     concat("source.patient_from is \"", printable(source.patient_from), "\""),
                     "use folder, comment, file, or name: and a regular expression, for example "
                     "\"name:(p[0-9]+)/\"");
    if (!source.patient_from.empty() && !source.patients.empty())
        problems.add(place_of(root, "source", "patient_from"),
                     "source.patients and source.patient_from are both set", "remove one of them");
    const auto is_in_name = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_';
    };
    const std::string& ending = source.annotations;
    if (source.kind == "wfdb" && !std::all_of(ending.begin(), ending.end(), is_in_name))
        problems.add(place_of(root, "source", "annotations"),
                     concat("source.annotations is \"", printable(ending), "\""),
                     "use the ending of annotation files without a dot, for example atr, or leads");
    if (!source.unit.empty() && !parse_unit(source.unit))
        problems.add(place_of(root, "source", "unit"),
                     concat("source.unit is \"", printable(source.unit), "\""),
                     "use nV, uV, mV, V, or the number of mV of one unit, for example 0.1");
}

constexpr std::uint64_t k_least_outline_points = 16; ///< fewer do not show a trace

void check_only(const ConfigNode& root, const ReleaseSettings& release, ConfigProblems& problems) {
    try {
        const PageFilter filter(release.only);
    } catch (const ConfigError& error) {
        problems.add(place_of(root, "release", "only"), error.what(), "");
    }
}

/// Formats that are made of words request them.
void request_words(const ConfigNode& root, ReleaseSettings& release, ConfigProblems& problems) {
    for (const ReleaseFormat& format : release_formats()) {
        const bool is_chosen = std::find(release.formats.begin(), release.formats.end(),
                                         format.name) != release.formats.end();
        if (!is_chosen || !format.needs_words || release.truth.words) continue;
        const ConfigNode* truth = root.find("truth");
        if (truth != nullptr && truth->find("words") != nullptr)
            problems.add(place_of(root, "release", "formats"),
                         concat("release.formats has ", format.name, ", but truth.words is false"),
                         "remove one of them");
        else
            release.truth.words = true;
    }
}

void check_outline_points(const ConfigNode& root, const ReleaseSettings& release,
                          ConfigProblems& problems) {
    if (release.outline_points == 0 || release.outline_points >= k_least_outline_points) return;
    problems.add(place_of(root, "release", "outline_points"),
                 concat("release.outline_points is ", release.outline_points,
                        ". So few points do not show a trace"),
                 concat("use 0 for exact outlines, or ", k_least_outline_points, " or more"));
}

/// The day exists in the calendar. @param date  YYYY-MM-DD
bool is_real_day(const std::string& date) {
    const int year = std::stoi(date.substr(0, 4)), month = std::stoi(date.substr(5, 2)),
              day = std::stoi(date.substr(8, 2));
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int days = month == 2 ? (is_leap ? 29 : 28) : 30 + (month + month / 8) % 2;
    return year > 0 && day <= days;
}

/// A key with a text in the dataset card, which every program must be able to read.
struct PublishedText {
    const char* key;
    const std::string& text;
    LineEnds line_ends = LineEnds::refused;
    const char* block = "release";
};

/// Whether a text has no control characters and is UTF-8; otherwise reports where it is not.
bool is_readable(const ConfigNode& root, const PublishedText& published, ConfigProblems& problems) {
    const auto fault = first_fault(published.text, published.line_ends);
    if (!fault) return true;
    const bool is_line_end = published.text[fault->position] == '\n';
    problems.add(
        place_of(root, published.block, published.key),
        concat(published.block, '.', published.key, ' ', fault->what, " at byte ",
               fault->position + 1, ". YAML, JSON and readers of the dataset card cannot show it"),
        is_line_end                                      ? "write one line"
        : fault->what.find("UTF-8") != std::string::npos ? "save the configuration as UTF-8"
                                                         : "remove it, or write a space");
    return false;
}

/// Texts that other programs read have the form that they require.
void check_publication(const ConfigNode& root, const PublishSettings& publish,
                       const SourceSettings& source, ConfigProblems& problems) {
    // Patterns of the schema of CITATION.cff 1.2.0.
    static const std::regex k_date("[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])"),
        k_doi(R"(10\.[0-9]{4,9}(\.[0-9]+)?/[-A-Za-z0-9:/_;.()\[\]\\]+)"),
        k_licence("[A-Za-z0-9.+-]+"), k_version(".+"), k_address("https?://[^ <>\"]+");
    constexpr std::size_t k_longest = 200; // of a text that is matched
    const auto check = [&](const char* key, const std::string& text, const std::regex& form,
                           const char* expected, const char* block = "release") {
        const PublishedText published{key, text, LineEnds::refused, block};
        if (text.empty() || !is_readable(root, published, problems)) return;
        if (text.size() <= k_longest && std::regex_match(text, form) &&
            (&form != &k_date || is_real_day(text)))
            return;
        problems.add(place_of(root, block, key),
                     concat(block, '.', key, " is \"", text.substr(0, k_longest), "\""), expected);
    };
    check("date", publish.date, k_date, "write a day that exists as YYYY-MM-DD: 2026-01-31");
    check("doi", publish.doi, k_doi, "write the DOI without an address: 10.5281/zenodo.123");
    check("license", publish.license, k_licence, "write an SPDX identifier: CC-BY-4.0");
    check("license", source.licence, k_licence, "write an SPDX identifier: CC-BY-4.0", "source");
    check("url", source.url, k_address, "write an address: https://example.org/recordings",
          "source");
    check("version", publish.version, k_version, "write one line: 1.0.0");
    for (const PublishedText& text :
         {PublishedText{"title", publish.title}, PublishedText{"creator", publish.creator},
          PublishedText{"url", publish.url},
          PublishedText{"description", publish.description, LineEnds::allowed},
          PublishedText{"citation", publish.citation, LineEnds::allowed},
          PublishedText{"attribution", source.attribution, LineEnds::allowed, "source"}})
        is_readable(root, text, problems);
    if (publish.title.empty())
        problems.add(place_of(root, "release", "title"), "release.title is empty",
                     "write one line: Pages of PTB-XL");
    if (publish.version.empty())
        problems.add(place_of(root, "release", "version"), "release.version is empty",
                     "write the version of the data: 1.0.0");
}

std::vector<std::vector<Lead>> read_rows(const ConfigNode& node, const std::string& path,
                                         ConfigProblems& problems) {
    std::vector<std::vector<Lead>> rows;
    constexpr const char* needed = "expected a list of rows of leads: [[I, II], [V1, V2]]";
    if (node.kind != Kind::list || node.items.empty())
        add_wrong_value(node, path, "rows of leads", needed, problems);
    for (const ConfigNode& row : node.items) {
        rows.emplace_back();
        if (row.kind != Kind::list) add_wrong_value(row, path, "rows of leads", needed, problems);
        for (const ConfigNode& lead : row.items)
            if (const auto read = read_lead(lead, path, problems)) rows.back().push_back(*read);
    }
    return rows;
}

void read_layout(const ConfigNode& node, const std::string& path, std::vector<Layout>& layouts,
                 ConfigProblems& problems) {
    const std::size_t problems_before = problems.count();
    read_fields({node, path}, {}, compound_names("layouts"), problems);
    const ConfigNode *name = node.find("name"), *rows = node.find("rows");
    if (name == nullptr || rows == nullptr)
        return problems.add(node.place,
                            concat(path, " is not a layout. A layout has a name and rows"),
                            "write {name: 2x2, rows: [[I, II], [V1, V2]]}");
    if (name->kind != Kind::scalar || !is_name(name->text) || parse_split(name->text))
        add_wrong_value(*name, path + ".name", "a layout's name",
                        "expected letters, digits, _ and -, not a number or split", problems);
    else if (find_layout(layouts, name->text) != nullptr)
        add_wrong_value(*name, path + ".name", "there is a layout of that name", "use another name",
                        problems);
    const auto leads = read_rows(*rows, path + ".rows", problems);
    if (problems.count() > problems_before) return;
    try {
        layouts.push_back(make_layout(name->text, leads));
    } catch (const ConfigError& error) { // the error has no line number
        problems.add(rows->place, error.what());
    }
}

/// Calls read(element, path) for each element of a list, if the list exists.
template <class Read>
void for_each_element(const ConfigNode& root, const std::string& key, ConfigProblems& problems,
                      const Read& read) {
    const ConfigNode* list = root.find(key);
    if (list == nullptr) return;
    if (list->kind != Kind::list)
        add_wrong_value(*list, key, "a list", "write one element per line, starting with \"- \"",
                        problems);
    if (list->items.size() > k_most_elements)
        return problems.add(
            list->place,
            concat(key, " has ", list->items.size(), " elements. The limit is ", k_most_elements),
            "split it into several runs");
    for (std::size_t i = 0; i < list->items.size(); ++i) read(list->items[i], concat(key, '.', i));
}

void read_groups(const ConfigNode& root, Config& config, ConfigProblems& problems) {
    for_each_element(root, "pages", problems, [&](const ConfigNode& node, const std::string& path) {
        PageGroup group = read_group(
            node, path,
            {config.layouts, config.presets, root.find("style"), root.find("pages")->items.size()},
            problems);
        const auto same = [&](const PageGroup& other) { return other.name == group.name; };
        if (!group.name.empty() && std::any_of(config.pages.begin(), config.pages.end(), same))
            problems.add(
                node.place,
                concat(path, ".name is \"", group.name, "\". An earlier group has this name"),
                "use another name");
        config.pages.push_back(std::move(group));
    });
    const ConfigNode* pages = root.find("pages");
    const bool empty = pages == nullptr || pages->kind == Kind::null ||
                       (pages->kind == Kind::list && pages->items.empty());
    if (empty)
        problems.add(pages == nullptr ? root.place : pages->place, "pages is empty",
                     "add at least one group");
    if (config.page_count() > k_most_pages)
        problems.add(
            pages->place,
            concat("pages gives ", config.page_count(), " pages. The limit is ", k_most_pages),
            "split it into several runs");
}

ConfigNode tree_of_layout(const Layout& layout) {
    ConfigNode rows = ConfigNode::list({}), tree = ConfigNode::map();
    auto lead = layout.choices[0].begin();
    for (int row = 0; row < layout.rows; ++row) {
        rows.items.push_back(ConfigNode::list({}));
        for (int column = 0; column < layout.columns; ++column)
            rows.items.back().items.push_back(ConfigNode::string(name_of(*lead++)));
    }
    tree.set("name", ConfigNode::string(layout.name));
    tree.set("rows", std::move(rows));
    return tree;
}

} // namespace

Config read_config(const ConfigNode& root, ConfigProblems& problems) {
    Config config;
    config.layouts = standard_layouts();
    read_fields({root, ""}, fields_of(config), compound_names(""), problems);
    check_source(root, config.source, problems);
    check_statements(root, config.source, problems);
    read_textures(root, config.textures, problems);
    check_outline_points(root, config.release, problems);
    request_words(root, config.release, problems);
    check_only(root, config.release, problems);
    check_publication(root, config.release.publish, config.source, problems);
    for_each_element(root, "layouts", problems,
                     [&](const ConfigNode& node, const std::string& path) {
                         read_layout(node, path, config.layouts, problems);
                     });
    config.presets = read_presets(root.find("presets"), problems);
    StyleSettings plain; // read to report problems; each group applies it over its looks
    if (const ConfigNode* style = root.find("style"))
        read_style({*style, "style"}, plain, problems);
    read_groups(root, config, problems);
    return config;
}

ConfigNode tree_of_config(const Config& config) {
    Config copy = config; // fields_of() needs members that are not const
    ConfigNode tree = tree_of(fields_of(copy)), layouts = ConfigNode::list({}), pages = layouts;
    for (std::size_t i = standard_layouts().size(); i < config.layouts.size(); ++i)
        layouts.items.push_back(tree_of_layout(config.layouts[i]));
    for (const PageGroup& group : config.pages) pages.items.push_back(tree_of_group(group));
    tree.set("layouts", std::move(layouts));
    tree.set("pages", std::move(pages));
    if (config.presets.size() > standard_presets().size())
        tree.set("presets", tree_of_presets(config.presets));
    return tree;
}

} // namespace ecgpress
