// The reference contains every key of a configuration, and its examples are valid.
#include <gtest/gtest.h>
#include <set>

#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/keys/config_blocks.hpp"
#include "pipeline/keys/style_fields.hpp"
#include "pipeline/keys/yaml_reader.hpp"
#include "pipeline/reference/explain.hpp"
#include "pipeline/reference/key_list.hpp"
#include "pipeline/reference/schema.hpp"

namespace ecgpress {
namespace {

using namespace config_cases;

/// The paths of all values below a map, down to the keys that have no keys below them in the
/// reference.
void collect(const ConfigNode& node, const std::string& path, std::set<std::string>& paths) {
    const bool open = path == "count" || path == "layouts" || path == "artifacts";
    if (node.entries.empty() || open) paths.insert(path);
    if (open) return;
    for (const ConfigEntry& entry : node.entries)
        collect(entry.value, path.empty() ? entry.key : concat(path, '.', entry.key), paths);
}

std::set<std::string> paths_of(const ConfigNode& node) {
    std::set<std::string> paths;
    collect(node, "", paths);
    return paths;
}

/// Every key of a written configuration can be explained.
TEST(Reference, KnowsEveryKeyOfAnEffectiveConfiguration) {
    const Config config = parse("layouts: [{name: mine, rows: [[I, II]]}]\n"
                                "presets: {own: {folds: mild, handwriting: {notes: 4}}}\n" +
                                k_small +
                                "    artifacts: own\n    overlap_ratio: 0.3\n"
                                "    style: {row_height_mm: [10, 20]}\n");
    ConfigProblems problems;
    const ConfigNode tree = tree_of_yaml(effective_config(config), "effective", problems);
    for (const ConfigEntry& entry : tree.entries) {
        const bool list = entry.value.kind == ConfigNode::Kind::list;
        const ConfigNode& value = list ? entry.value.items.at(0) : entry.value;
        for (const std::string& path : paths_of(value)) {
            const std::string key = path.empty() ? entry.key : concat(entry.key, '.', path);
            EXPECT_NO_THROW(explain(key)) << key;
        }
    }
}

TEST(Reference, ListsEachKeyOnceWithAMeaning) {
    std::set<std::string> paths;
    for (const KeyInfo& key : all_keys()) {
        EXPECT_TRUE(paths.insert(key.path).second) << key.path;
        EXPECT_FALSE(key.meaning.empty()) << key.path;
        EXPECT_FALSE(key.values.empty()) << key.path;
        EXPECT_FALSE(key.example.empty()) << key.path;
    }
    PageStyle style;
    for (const ConfigField& field : fields_of(style))
        EXPECT_EQ(paths.count(std::string("style.") + field.key), 1U) << field.key;
    Config config;
    for (const ConfigField& field : fields_of(config))
        EXPECT_EQ(paths.count(field.key), 1U) << field.key;
    for (const CompoundKey& key : compound_keys()) EXPECT_EQ(paths.count(key.path), 1U) << key.path;
}

/// The reader of each key accepts its example.
TEST(Reference, ExamplesAreValid) {
    for (const KeyInfo& key : all_keys()) {
        ConfigProblems problems;
        const ConfigNode tree = tree_of_yaml(key.example, key.path, problems);
        if (key.path.compare(0, 6, "style.") == 0) {
            StyleSettings style;
            read_style({*tree.find("style"), "style"}, style, problems);
        } else if (key.path.compare(0, 13, "presets.NAME.") == 0 &&
                   key.path.find("ARTIFACT") == std::string::npos) {
            EXPECT_NO_THROW(parse(key.example + "\n" + k_small)) << key.example;
        }
        EXPECT_NO_THROW(problems.throw_if_any()) << key.example;
    }
}

TEST(Reference, ExamplesOfGroupsAreValid) {
    for (const std::string key : {"rhythm", "count", "count_per", "datasets", "style", "looks",
                                  "artifacts", "mask", "jpeg"}) {
        const std::string line = compound_key("pages." + key).example;
        const std::string value = line.substr(line.find(": ") + 2);
        EXPECT_NO_THROW(parse(k_small, {concat("pages.plain.", key, '=', value)})) << line;
    }
}

TEST(Reference, SuggestsTheNearestKey) {
    try {
        explain("style.row_hight_mm");
        FAIL();
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("\"style.row_height_mm\""), std::string::npos);
    }
    for (const char* key : {"", ".", "..", "style..dpi", "pages.a.b.c.d.e.f"})
        EXPECT_THROW(explain(key), ConfigError) << key;
}

TEST(Reference, TheSchemaIsOneJsonObject) {
    ConfigProblems problems;
    const ConfigNode schema = tree_of_yaml(config_schema(), "schema", problems);
    EXPECT_NO_THROW(problems.throw_if_any());
    ASSERT_NE(schema.find("properties"), nullptr);
    EXPECT_EQ(schema.find("properties")->entries.size(), 14U);
}

} // namespace
} // namespace ecgpress
