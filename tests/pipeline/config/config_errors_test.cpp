#include <gtest/gtest.h>

#include "core/numbers.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {
namespace {

using namespace config_cases;

/// Every key of a style rejects a word, a list of words, values out of its range and infinity. The
/// key's name with an additional letter is unknown.
TEST(ConfigErrors, EveryStyleKeyIsStrict) {
    PageStyle style;
    for (const ConfigField& field : fields_of(style)) {
        const std::string key = field.key, path = "pages.plain.style." + key;
        for (const std::string value : {"wrong", "[wrong, wrong]", "{a: 1}", "", ".inf", ".nan"})
            expect_complaint(k_small, {path, "--set " + path}, {path + "=" + value});
        const std::string name = key.substr(key.rfind('.') + 1);
        const std::string advice =
            name.size() > 1 ? "Did you mean \"" + name + "\"" : "Choose one of x, y";
        expect_complaint(k_small, {"unknown key", advice}, {path + "s=1"});
        if (!std::holds_alternative<double*>(field.target)) continue;
        const std::string limits =
            concat("from ", shortest(field.low), " to ", shortest(field.high));
        for (const double value : {field.low - 1, field.high + 1})
            expect_complaint(k_small, {path, limits}, {path + "=" + shortest(value)});
        const std::string low = shortest(field.low), high = shortest(field.high);
        for (const std::string& value : {"[" + high + "," + low + "]", "[" + low + "]",
                                         "[" + low + ", .inf]", "\"" + low + "\""})
            expect_complaint(k_small, {path}, {path + "=" + value});
    }
}

TEST(ConfigErrors, EveryOtherKeyIsStrict) {
    Config config;
    for (const ConfigField& field : fields_of(config)) {
        const std::string key = field.key;
        expect_complaint(k_small, {key, "--set"}, {key + "={a: 1}"});
        expect_complaint(k_small, {"unknown key", key.substr(key.rfind('.') + 1)}, {key + "s=1"});
        if (field.high == 0) continue;
        if (std::holds_alternative<double*>(field.target)) {
            for (const std::string value : {"-1e30", "1e30", "many", "true", "[1, 2]", ".nan"})
                expect_complaint(k_small, {key + " is ", "number"}, {key + "=" + value});
            continue;
        }
        for (const std::string value : {"-1", "1.5", "1e30", "many", "true", "[1]"})
            expect_complaint(k_small, {key + " is ", "whole number"}, {key + "=" + value});
    }
}

/// A group of 20 pages: 10 of 3 leads and 10 of 12.
TEST(ConfigErrors, CapsAboveTheGroupsSizeStateSettingsThatWork) {
    expect_complaint(k_small + "    caps: {digitization: 21}\n",
                     {"run.yaml:7: ", "caps.digitization is 21", "only 20 pages",
                      "pages.plain.count=21;", "pages.plain.caps.digitization=20;",
                      "pages.plain.caps.required=false"});
    expect_complaint(k_small + "    caps: {segmentation: 151}\n",
                     {"caps.segmentation is 151", "only 150 leads on 20 pages",
                      "pages.plain.count=21;", "pages.plain.caps.segmentation=150;"});
    const std::string overlap = "pages.plain.datasets=[overlap]";
    expect_complaint(k_small + "    caps: {with_overlap: 100, without_overlap: 51}\n",
                     {"caps.with_overlap and pages.plain.caps.without_overlap are together 151",
                      "pages.plain.count=21;"},
                     {overlap});
    expect_complaint(k_small + "    caps: {without_overlap: 151}\n", {"count=21"}, {overlap});
    expect_complaint(k_small + "    caps: {segmentation: 301}\n", {"300 leads", "count=21"},
                     {"pages.plain.count_per=layout"});
    expect_complaint(k_small + "    caps: {digitization: 41}\n", {"only 40 pages", "count=21"},
                     {"pages.plain.artifacts={paired: [clean, fax]}"});
    for (const std::string setting : {"pages.plain.count=21", "pages.plain.caps.segmentation=150",
                                      "pages.plain.caps.required=false", "pages.plain.rhythm=II"})
        parse(k_small + "    caps: {segmentation: 151}\n", {setting});
    parse(k_small + "    caps: {with_overlap: 100, without_overlap: 50}\n", {overlap});
}

TEST(ConfigErrors, AMissingElementListsTheNamesThatExist) {
    expect_complaint(k_small, {"\"demo\" does not exist", "1 element: plain."},
                     {"pages.demo.count=3"});
    expect_complaint(k_small, {"\"plan\"", "1 element: plain.", "mean \"plain\""},
                     {"pages.plan.count=3"});
}

TEST(ConfigErrors, NameTheLineAndTheNearestName) {
    expect_complaint(with_style("row_hight_mm: 9"),
                     {"run.yaml:8: ", "row_hight_mm", "\"row_height_mm\""});
    expect_complaint(with_style("row_height: 9"), {"run.yaml:8: ", "\"row_height_mm\""});
    expect_complaint(with_style("dpi: five"), {"run.yaml:8: ", "\"five\"", "20 to 2400"});
    expect_complaint(with_style("dpi: 5"),
                     {"run.yaml:8: ", "\"5\"", "20 to 2400", "dots per inch"});
    expect_complaint(with_style("column_time: consecutiv"), {"run.yaml:8: ", "\"consecutive\""});
    expect_complaint(with_style("trace_colour: #ff0000"), {"run.yaml:8: ", "nothing", "in quotes"});
    expect_complaint(with_style("trace_colour: [0, 0, 256]"), {"run.yaml:8: ", "0 to 255"});
    expect_complaint(with_style("margins_mm: {lft: 3}"),
                     {"run.yaml:8: ", "margins_mm", "\"left\""});
    expect_complaint(k_small + "sede: 4\n", {"run.yaml:7: ", "sede", "\"seed\""});
    expect_complaint(k_small + "    dataset: [x]\n", {"run.yaml:7: ", "\"datasets\""});
    expect_complaint(k_small + "    rhythm: VII\n", {"run.yaml:7: ", "\"VII\""});
    expect_complaint(k_small + "    jpeg: {chroma: 422}\n", {"run.yaml:7: ", "420", "444"});
    expect_complaint(k_small + "    mask: {columns_per_px: 3}\n", {"run.yaml:7: ", "1, 2 or 4"});
    expect_complaint(k_small + "    mask: {line_width_mm: 0.001}\n", {"run.yaml:7: ", "0.01"});
    expect_complaint(k_small + "    overlap_ratio: 0.1\n", {"run.yaml:7: ", "row_height_mm"});
    expect_complaint(k_small + "    overlap_ratio: [2, 1]\n", {"run.yaml:7: ", "lower first"});
    expect_complaint(k_small + "    caps: {segmentations: 2}\n",
                     {"run.yaml:7: ", "\"segmentation\""});
    expect_complaint(k_small + "    caps: {with_overlap: 2}\n", {"run.yaml:7: ", "has no effect"});
    expect_complaint(k_small + "source: {kind: ptbxl}\n", {"run.yaml:7: ", "\"ptb-xl\""});
    expect_complaint(k_small + "source: {kind: wfdb}\n", {"run.yaml:7: ", "source.path"});
    expect_complaint(k_small + "source: {rate_hz: 250}\n", {"run.yaml:7: ", "500", "100"});
    expect_complaint(k_small + "release: {formats: [folders]}\n", {"run.yaml:7: ", "\"folder\""});
}

TEST(ConfigErrors, AllAreReportedAtOnce) {
    expect_complaint("seed: -1\n"
                     "source: {kind: simulated, rate: 500}\n"
                     "pages:\n"
                     "  - name: a\n"
                     "    layouts: [3x9]\n"
                     "    count: 0\n"
                     "    datasets: [detektion]\n"
                     "    style: {dpi: 1, gain: 10}\n"
                     "  - layouts: [3x1]\n"
                     "shards: {pages: 5}\n",
                     {"10 problems", "run.yaml:1: seed", "run.yaml:2: unknown key \"rate\"",
                      "run.yaml:5:", "3x4", "run.yaml:7:", "\"detection\"",
                      "run.yaml:8: pages.a.style.dpi", "\"gain_mm_per_mv\"",
                      "run.yaml:9: pages.1.name is missing", "run.yaml:10:", "\"shard\""});
}

TEST(ConfigErrors, GroupsMustBeComplete) {
    expect_complaint("seed: 1\n", {"pages is empty"});
    expect_complaint("pages: []\n", {"run.yaml:1: pages is empty"});
    expect_complaint("pages: plain\n", {"run.yaml:1: pages is \"plain\""});
    for (const std::string key : {"layouts", "count", "datasets", "name"})
        expect_complaint("pages:\n  - {other: 1}\n",
                         {"run.yaml:2: pages.0." + key + " is missing"});
    expect_complaint(k_small, {"layouts"}, {"pages.0.layouts=[]"});
    expect_complaint(k_small, {"datasets"}, {"pages.0.datasets=[]"});
    expect_complaint(k_small, {"occurs twice"}, {"pages.0.layouts=[3x1, 3x1]"});
    expect_complaint(k_small, {"pages.0.name"}, {"pages.0.name=a.b"});
    expect_complaint(k_small + k_small.substr(k_small.find("  - ")),
                     {"run.yaml:7: pages.1.name", "earlier"});
}

TEST(ConfigErrors, CountsMustBeConsistent) {
    for (const std::string value :
         {"0", "-3", "2.5", "lots", "[1, 2]", "{train: 0}", "200000000", "{}", "{trian: 5}",
          "{3x4: 0}", "{3x4: 5, 12x1: 4}", "{train: 5, 3x4: 5}"})
        expect_complaint(k_small, {"pages.plain.count"}, {"pages.plain.count=" + value});
    expect_complaint(k_small, {"\"layout\""}, {"pages.0.count_per=layouts"});
    expect_complaint(k_small, {"weights"},
                     {"pages.0.count_per=layout", "pages.0.layouts={3x1: 2}"});
    expect_complaint(k_small, {"\"train\""}, {"pages.0.count={trian: 5}"});
    expect_complaint(k_small, {"Remove count_per"},
                     {"pages.0.count_per=layout", "pages.0.count={3x1: 2}"});
    for (const std::string weight : {"0", "-1", ".inf", "much"})
        expect_complaint(k_small, {"pages.plain.layouts.3x1"},
                         {"pages.0.layouts={3x1: " + weight + "}"});
}

TEST(ConfigErrors, CustomLayoutsMustBeComplete) {
    const auto with = [](const std::string& layout) {
        return "layouts: [" + layout + "]\n" + k_small;
    };
    expect_complaint(with("{name: 2x2}"), {"run.yaml:1: layouts.0"});
    expect_complaint(with("{name: 2x2, rows: [[I, II], [V1]]}"), {"run.yaml:1: "});
    expect_complaint(with("{name: 2x2, rows: [[I, II], [V1, V9]]}"), {"run.yaml:1: ", "\"V9\""});
    expect_complaint(with("{name: 2x2, rows: []}"), {"rows"});
    expect_complaint(with("{name: 3x4, rows: [[I]]}"), {"a layout of that name"});
    expect_complaint(with("{name: train, rows: [[I]]}"), {"layouts.0.name"});
}

TEST(ConfigErrors, ImpossibleDesignsAreReportedOnceForAllLayoutsAndRangeEnds) {
    expect_complaint(with_style("page_width_mm: 100"),
                     {"run.yaml:7: pages.plain cannot be printed as 3x1", "page_width_mm",
                      "The same applies to 1 other combination of look and layout."});
    try {
        parse(with_style("page_width_mm: 100"));
    } catch (const ConfigError& error) {
        EXPECT_EQ(std::string(error.what()).find("cannot be printed as 3x4"), std::string::npos)
            << error.what();
    }
    expect_complaint(with_style("page_width_mm: [290, 300]\n      paper_speed_mm_per_s: [20, 30]"),
                     {"run.yaml:7: ", "drawn with", "paper_speed_mm_per_s 30"});
    EXPECT_NO_THROW(
        parse(with_style("page_width_mm: [290, 300]\n      paper_speed_mm_per_s: [20, 25]")));
}

TEST(ConfigErrors, TextThatIsNotAConfiguration) {
    for (const std::string text : {"", "# nothing\n", "[1, 2]\n", "seed\n", "~\n"})
        expect_complaint(text, {"run.yaml"});
    expect_complaint("seed: [1\nx: 2\n", {"run.yaml:", "invalid YAML"});
    expect_complaint("a:\n\t- b\n", {"run.yaml:2", "invalid YAML"});
    expect_complaint(k_small + "---\nseed: 2\n", {"several documents"});
    // Reading these must terminate.
    for (const char* text : {", 2]\nb, *c]\n", ",", "]", "}", "a: 1\n]"})
        EXPECT_THROW(parse_config(text, "x.yaml", {}), ConfigError) << text;
    expect_complaint(k_small + "seed: 4\n", {"run.yaml:7: key \"seed\" occurs twice"});
    expect_complaint("? [a, b]\n: 1\n", {"run.yaml:1: a key is empty, a list or a map"});
    expect_complaint("seed: &a [*a]\n", {"run.yaml:1: ", "alias"});
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = concat("*a", i - 1);
        bomb += concat("a", i, ": &a", i, " [", join(std::vector<std::string>(10, before), ", "),
                       "]\n");
    }
    expect_complaint(bomb, {"too many values"});
}

TEST(ConfigErrors, AMissingFileIsReported) {
    try {
        load_config("/nowhere/at/all.yaml", {});
        FAIL();
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("/nowhere/at/all.yaml"), std::string::npos);
    }
}

// --- overrides

TEST(Overrides, ReachValuesByPositionAndByName) {
    for (const std::string group : {"0", "plain"}) {
        const Config config =
            parse(k_small, {"seed=9", "pages." + group + ".count=30",
                            "pages." + group + ".style.margins_mm.left=33",
                            "pages." + group + ".style.dpi=[100, 200]", "shard.pages=7"});
        EXPECT_EQ(config.seed, 9U);
        EXPECT_EQ(config.page_count(), 30U);
        EXPECT_EQ(config.pages[0].looks.at(0).style.base.margin_left_mm, 33);
        EXPECT_EQ(config.pages[0].looks.at(0).style.draws.count("dpi"), 1U);
        EXPECT_EQ(config.shard.pages, 7U);
    }
}

TEST(Overrides, AreTakenAsTheyAreTyped) {
    for (const std::string path : {"/data/db #2", "a: b", "&a", "*a", "!a", "#a", "|", "> b", "- a",
                                   "a, b]", "%a", "@a", "a # b: [c"})
        EXPECT_EQ(parse(k_small, {"source.path=" + path}).source.path, path) << path;
    EXPECT_EQ(parse(k_small, {"source.path= /a b "}).source.path, "/a b");
    EXPECT_EQ(parse(k_small, {"source.path=\" a\\n\""}).source.path, " a\n");
    EXPECT_EQ(parse(k_small, {"source.path='[a] # b' # c"}).source.path, "[a] # b");
    EXPECT_EQ(parse(k_small, {"source.exclude=[a, 'b #c'] # d"}).source.exclude.names,
              (std::vector<std::string>{"a", "b #c"}));
}

TEST(Paths, BeginAtTheHomeFolder) {
    const std::string home = std::getenv("HOME") == nullptr ? "~" : std::getenv("HOME");
    EXPECT_EQ(parse(k_small, {"source.path=~/a b"}).source.path, home + "/a b");
    EXPECT_EQ(parse(k_small, {"typeface.path=~/a.ttf"}).typefaces[0], home + "/a.ttf");
    EXPECT_EQ(parse(k_small, {"source.path=~a/b"}).source.path, "~a/b");
    EXPECT_EQ(parse(k_small, {"source.path=/a/~/b"}).source.path, "/a/~/b");
}

TEST(Overrides, LaterOnesTakePrecedence) {
    EXPECT_EQ(parse(k_small, {"seed=9", "seed=10"}).seed, 10U);
}

TEST(Overrides, ErrorsNameTheOverride) {
    expect_complaint(k_small, {"--set seed=x: seed is \"x\""}, {"seed=x"});
    expect_complaint(k_small, {"--set sede=1: unknown key \"sede\"", "\"seed\""}, {"sede=1"});
    expect_complaint(k_small, {"--set pages.plian.count=1: ", "\"plain\""},
                     {"pages.plian.count=1"});
    expect_complaint(k_small, {"--set pages.1.count=1: ", "\"1\"", "has 1"}, {"pages.1.count=1"});
    expect_complaint(k_small, {"--set pages.-1.count=1: "}, {"pages.-1.count=1"});
    expect_complaint(k_small, {"--set seed.a=1: "}, {"seed.a=1"});
    expect_complaint(k_small, {"--set seed: "}, {"seed"});
    expect_complaint(k_small, {"--set =1: "}, {"=1"});
    expect_complaint(k_small, {"--set a..b=1: "}, {"a..b=1"});
    expect_complaint(k_small, {"--set seed=[: "}, {"seed=["});
    expect_complaint(k_small, {"2 problems", "--set seed=x", "--set shard.pages=-1"},
                     {"seed=x", "shard.pages=-1"});
}

TEST(Overrides, AnUnknownLayoutIsReportedOnceInAdditionToTheOverride) {
    const std::string text = complaint(k_small, {"pages.plain.layouts=[3x9]"});
    EXPECT_NE(text.find("3x4"), std::string::npos) << text;
    EXPECT_EQ(split_text(text, '9').size(), 3U) << text;
}

TEST(ConfigErrors, AShortTextCannotUseMuchMemoryOrTime) {
    std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        laughs += concat("a", i, ": &a", i, " [");
        for (int k = 0; k < 10; ++k) laughs += concat("*a", i - 1, k < 9 ? ", " : "]\n");
    }
    expect_complaint(laughs + k_small, {"too many values"});
    std::string texts = concat("a: &a ", std::string(50'000, 'x'), "\nb: [*a");
    for (int i = 0; i < 5000; ++i) texts += ", *a";
    expect_complaint(texts + "]\n" + k_small, {"too many values"});
    expect_complaint("a: &a [*a]\n" + k_small, {"too many values"});
    expect_complaint("a: " + std::string(200, '[') + std::string(200, ']') + "\n" + k_small,
                     {"too many values"});
    expect_complaint("a: " + std::string(100'000, '[') + "\n" + k_small, {"run.yaml"});
    std::string keys;
    for (int i = 0; i < 1001; ++i) keys += concat("key", i, ": 1\n");
    expect_complaint(keys, {"1001 keys in one map"});
}

TEST(ConfigErrors, GroupsAndLayoutsHaveALimit) {
    std::string groups = "pages:\n", layouts = "layouts:\n";
    for (int i = 0; i < 101; ++i) {
        groups += concat("  - {name: g", i, ", layouts: [3x1], count: 1, datasets: [detection]}\n");
        layouts += concat("  - {name: l", i, ", rows: [[I]]}\n");
    }
    expect_complaint(groups, {"pages has 101 elements"});
    expect_complaint(layouts + k_small, {"layouts has 101 elements"});
    for (const char* count : {"9223372036854775807", "100000001", "1e18", "-1"})
        expect_complaint("pages: [{name: g, layouts: [3x1], datasets: [detection], count: " +
                             std::string(count) + "}]\n",
                         {"run.yaml:1: pages.g.count"});
    expect_complaint(k_small + "shard: {pages: 9223372036854775807}\n", {"shard.pages"});
    expect_complaint(k_small + "release: {pages_per_folder: 18446744073709551615}\n",
                     {"release.pages_per_folder"});
}

/// Texts of a publication: no control characters, UTF-8. The message names key and byte.
TEST(ConfigErrors, PublishedTextsAreReadable) {
    for (const std::string key : {"title", "creator", "url", "date", "license", "doi", "version",
                                  "description", "citation"}) {
        const std::string name = "release." + key;
        for (const char* escape : {"\\a", "\\t", "\\x7f", "\\N", "\\u009f", "\\r"})
            expect_complaint(k_small, {name + " has the control character U+00", "at byte 2"},
                             {name + "=\"a" + escape + "b\""});
        for (const char* bytes : {"\xff", "\xc3", "\xed\xa0\x80"})
            expect_complaint(k_small, {name + " is not UTF-8", "at byte 3", "as UTF-8"},
                             {name + "=\"ab" + bytes + "\""});
        const bool has_lines = key == "description" || key == "citation";
        if (!has_lines) expect_complaint(k_small, {name, "byte 2"}, {name + "=\"a\\nb\""});
    }
    const std::string lines =
        "release.description=\"a\\nb \\L \\P \\_ \\uFEFF \\uFFFE \\U0001F600\"";
    const Config config = parse(k_small, {lines});
    EXPECT_EQ(config.release.publish.description,
              "a\nb \u2028 \u2029 \u00a0 \uFEFF \uFFFE \U0001F600");
    EXPECT_EQ(config_from_json(texts_of(config).release).release.publish.description,
              config.release.publish.description);
}

TEST(ConfigErrors, AnnotationsAreAnEndingOrAFolder) {
    const auto of_wfdb = [](const std::string& ending) {
        return "source={kind: wfdb, path: x, annotations: \"" + ending + "\"}";
    };
    for (const char* ending : {".atr", "a/b", "../x", "q 1"})
        expect_complaint(k_small, {"source.annotations is \"", "without a dot"}, {of_wfdb(ending)});
    EXPECT_EQ(parse(k_small, {of_wfdb("q1c")}).source.annotations, "q1c");
    // A path of this host is in no release.
    const Config config =
        parse(k_small, {"source={kind: ptb-xl, path: x, annotations: /data/secret}"});
    EXPECT_EQ(config.source.annotations, "/data/secret");
    const ConfigTexts texts = texts_of(config);
    EXPECT_NE(texts.effective.find("/data/secret"), std::string::npos);
    for (const std::string& text : {texts.shard, texts.release}) {
        EXPECT_EQ(text.find("/data/secret"), std::string::npos);
        EXPECT_NE(text.find("given"), std::string::npos);
    }
}

TEST(ConfigErrors, TheAddressOfASourceIsAnAddress) {
    for (const char* url : {"example.org", "ftp://example.org/a", "https://", "https://a b",
                            "javascript:alert(1)", "https://a>b"})
        expect_complaint(k_small, {"source.url is \"" + std::string(url), "Write an address"},
                         {"source.url=\"" + std::string(url) + "\""});
    for (const char* url : {"https://doi.org/10.13026/kfzx-aw45", "http://example.org"})
        EXPECT_EQ(parse(k_small, {concat("source.url=", url)}).source.url, url);
}

TEST(ConfigErrors, ADateIsADayOfTheCalendar) {
    for (const std::string date :
         {"2026-02-29", "2026-02-31", "1900-02-29", "2026-04-31", "2026-06-31", "2026-09-31",
          "2026-11-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01"})
        expect_complaint(k_small, {"release.date is", "a day that exists"},
                         {"release.date=" + date});
    for (const std::string date :
         {"2024-02-29", "2000-02-29", "2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31",
          "2026-08-31", "2026-10-31", "2026-12-31", "2026-11-30"})
        EXPECT_EQ(parse(k_small, {"release.date=" + date}).release.publish.date, date);
}

} // namespace
} // namespace ecgpress
