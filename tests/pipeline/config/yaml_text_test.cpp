// Trees written as YAML, read back by a YAML library and by our own reader.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "core/numbers.hpp"
#include "core/random.hpp"
#include "pipeline/keys/yaml_reader.hpp"
#include "pipeline/keys/yaml_text.hpp"

namespace ecgpress {
namespace {

using Kind = ConfigNode::Kind;

const std::vector<std::string> k_strings = {
    "",           "I",        "aVR",       "3x4",       "0x4",
    "12e3",       "1_000",    "true",      "No",        "y",
    "~",          "null",     "-1",        ".inf",      "nan",
    "a: b",       "a #b",     "# b",       " a",        "a ",
    "- a",        "[a]",      "{a: b}",    "a, b",      "'a'",
    "\"a\"",      "a\\b",     "a\nb\n\nc", "a\tb",      "ü",
    "2001-01-01", "1:30",     "*alias",    "&anchor x", "!tag",
    "%percent",   "@at",      "`tick",     "|",         ">",
    "?",          "a\rb",     "=",         "00001_hr",  "ID: X6, Romeo",
    "on",         "a\u0085b", "a\u2028",   "\uFEFFa",   "a\u007f"};

const std::vector<double> k_numbers = {0, 1, -1, 0.1, 1e-6, -2.5e-9, 1e22, 1.5e300, 403, 79.4};

/// A seeded random tree of limited depth.
ConfigNode random_tree(Rng& random, int depth) {
    const std::uint64_t kind = random.below(depth == 0 ? 4 : 7);
    if (kind == 0) return ConfigNode::null();
    if (kind == 1) return ConfigNode::truth(random.below(2) == 1);
    if (kind == 2) return ConfigNode::number(k_numbers[random.below(k_numbers.size())]);
    if (kind == 3) return ConfigNode::string(k_strings[random.below(k_strings.size())]);
    ConfigNode node = kind < 5 ? ConfigNode::list({}) : ConfigNode::map();
    const std::uint64_t count = random.below(6);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string key = k_strings[(random.below(7) * 6 + i) % k_strings.size()];
        if (node.kind == Kind::list)
            node.items.push_back(random_tree(random, depth - 1));
        else if (node.find(key) == nullptr)
            node.entries.push_back({key, "", random_tree(random, depth - 1)});
    }
    return node;
}

void expect_scalar(const ConfigNode& node, const YAML::Node& read, const std::string& yaml) {
    if (node.quoted) {
        EXPECT_EQ(read.Scalar(), node.text) << yaml;
        if (read.Tag() == "!") return; // quoted, so every reader reads it as text
        double number = 0;
        bool truth = false;
        EXPECT_FALSE(YAML::convert<double>::decode(read, number)) << yaml;
        EXPECT_FALSE(YAML::convert<bool>::decode(read, truth)) << yaml;
        return;
    }
    EXPECT_EQ(read.Tag(), "?") << yaml;
    double wanted = 0, found = 0;
    if (!parse_number(node.text, wanted)) {
        EXPECT_EQ(read.Scalar(), node.text);
        return;
    }
    EXPECT_TRUE(parse_number(read.Scalar(), found) && found == wanted) << yaml;
    // YAML 1.1 requires a decimal point in a number with an exponent.
    const std::size_t exponent = read.Scalar().find('e');
    EXPECT_TRUE(exponent == std::string::npos || read.Scalar().find('.') < exponent) << yaml;
}

void expect_same(const ConfigNode& node, const YAML::Node& read, const std::string& yaml) {
    switch (node.kind) {
    case Kind::null:
        EXPECT_TRUE(read.IsNull()) << yaml;
        break;
    case Kind::scalar:
        ASSERT_TRUE(read.IsScalar()) << yaml;
        expect_scalar(node, read, yaml);
        break;
    case Kind::list:
        ASSERT_TRUE(read.IsSequence() && read.size() == node.items.size()) << yaml;
        for (std::size_t i = 0; i < node.items.size(); ++i)
            expect_same(node.items[i], read[i], yaml);
        break;
    case Kind::map: {
        ASSERT_TRUE(read.IsMap() && read.size() == node.entries.size()) << yaml;
        std::size_t i = 0; // the order is also kept
        for (const auto& entry : read) {
            EXPECT_EQ(entry.first.Scalar(), node.entries[i].key) << yaml;
            expect_same(node.entries[i++].value, entry.second, yaml);
        }
    }
    }
}

TEST(YamlText, ReadsBackAsTheSameValues) {
    for (std::uint64_t i = 0; i < 3000; ++i) {
        Rng random(7, i, "tree");
        const ConfigNode tree = random_tree(random, 4);
        const std::string yaml = yaml_text(tree);
        expect_same(tree, YAML::Load(yaml), yaml);
        EXPECT_EQ(yaml.find("\n\n"), std::string::npos) << yaml;
        ASSERT_EQ(yaml.back(), '\n');
        if (HasFailure()) return;
    }
}

TEST(YamlText, IsUnquotedWherePossible) {
    ConfigNode tree = ConfigNode::map(), columns = ConfigNode::list({});
    columns.items.push_back(ConfigNode::list({ConfigNode::string("a b"), ConfigNode::null()}));
    columns.items.push_back(ConfigNode::map());
    columns.items.back().set("x.deep", ConfigNode::number(1.0));
    columns.items.back().set("z", ConfigNode::list({}));
    tree.set("style.dpi", ConfigNode::number(403.0));
    tree.set("style.name", ConfigNode::string("aVR"));
    tree.set("columns", columns);
    EXPECT_EQ(yaml_text(tree), "style:\n  dpi: 403\n  name: aVR\n"
                               "columns:\n  - [\"a b\", null]\n"
                               "  - x:\n      deep: 1\n    z: []\n");
}

} // namespace
} // namespace ecgpress
