#include <gtest/gtest.h>

#include "core/file.hpp"
#include "core/numbers.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/keys/config_blocks.hpp"
#include "pipeline/keys/style_fields.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace config_cases;

TEST(Config, DefaultsAreTheFrameworks) {
    const Config config = parse(k_small);
    EXPECT_EQ(config.seed, 3U);
    EXPECT_EQ(config.source.kind, "simulated");
    EXPECT_EQ(config.shard.pages, default_shard_pages(config.page_count()));
    const PageStyle& style = config.pages.at(0).looks.at(0).style.base;
    EXPECT_EQ(style.dpi, 403);
    EXPECT_EQ(style.margin_left_mm, 16.25);
    EXPECT_EQ(style.grid_minor_colour, (Colour{255, 237, 237}));
    EXPECT_EQ(config.pages[0].jpeg.quality, 95);
    EXPECT_TRUE(config.pages[0].datasets.has(Dataset::segmentation));
    EXPECT_FALSE(config.pages[0].datasets.has(Dataset::overlap));
}

TEST(Config, ReadsEveryKindOfValue) {
    const Config config = parse(k_small + "    rhythm: [ii, V1]\n"
                                          "    caps: {segmentation: 7, digitization: null}\n"
                                          "    jpeg: {quality: 80, chroma: 444}\n"
                                          "    style:\n"
                                          "      margins_mm: {left: 20.5}\n"
                                          "      label_offset_mm: {y: -3}\n"
                                          "      trace_colour: \"#0a10ff\"\n"
                                          "      text_colour: [1, 2, 3]\n"
                                          "      show_grid: false\n"
                                          "      column_time: same\n"
                                          "      row_height_mm: [8, 15]\n"
                                          "source: {exclude: [sim00001, 17]}\n"
                                          "typeface: {path: a font.ttf}\n");
    const PageGroup& group = config.pages.at(0);
    EXPECT_EQ(group.rhythm, (std::vector<Lead>{Lead::II, Lead::V1}));
    EXPECT_EQ(group.caps.segmentation, std::optional<std::uint64_t>(7));
    EXPECT_FALSE(group.caps.digitization);
    EXPECT_EQ(group.jpeg.quality, 80);
    EXPECT_EQ(group.jpeg.subsampling, ChromaSubsampling::none);
    EXPECT_EQ(group.looks.at(0).style.base.margin_left_mm, 20.5);
    EXPECT_EQ(group.looks.at(0).style.base.margin_right_mm, PageStyle{}.margin_right_mm);
    EXPECT_EQ(group.looks.at(0).style.base.label_offset_y_mm, -3);
    EXPECT_EQ(group.looks.at(0).style.base.trace_colour, (Colour{10, 16, 255}));
    EXPECT_EQ(group.looks.at(0).style.base.text_colour, (Colour{1, 2, 3}));
    EXPECT_FALSE(group.looks.at(0).style.base.show_grid);
    EXPECT_EQ(group.looks.at(0).style.base.column_time, ColumnTime::same);
    ASSERT_EQ(group.looks.at(0).style.draws.count("row_height_mm"), 1U);
    EXPECT_EQ(range_of(group.looks.at(0).style.draws.at("row_height_mm")).high, 15);
    EXPECT_EQ(config.source.exclude.names, (std::vector<std::string>{"17", "sim00001"}));
    EXPECT_EQ(config.typefaces[0], "a font.ttf");
}

TEST(Config, AGroupsStyleOverridesTheSharedOne) {
    const std::string shared = "style: {dpi: 200, row_height_mm: [10, 20], font_size_mm: [2, 3]}\n";
    const StyleSettings style =
        parse(shared + with_style("row_height_mm: 12")).pages.at(0).looks.at(0).style;
    EXPECT_EQ(style.base.dpi, 200);
    EXPECT_EQ(style.base.row_height_mm, 12);
    EXPECT_EQ(style.draws.count("row_height_mm"), 0U);
    EXPECT_EQ(style.draws.count("font_size_mm"), 1U);
}

TEST(Config, ACustomLayoutIsReadAndUsed) {
    const Config config = parse("layouts:\n  - {name: 2x2, rows: [[I, avr], [V1, V6]]}\n" + k_small,
                                {"pages.plain.layouts=[2x2]"});
    const Layout* layout = find_layout(config.layouts, "2x2");
    ASSERT_NE(layout, nullptr);
    EXPECT_EQ(layout->rows, 2);
    EXPECT_EQ(layout->choices.at(0), (std::vector<Lead>{Lead::I, Lead::aVR, Lead::V1, Lead::V6}));
    EXPECT_EQ(config.pages[0].layouts.at(0).layout, "2x2");
}

TEST(Config, TheOrderOfLayoutsHasNoMeaning) {
    EXPECT_EQ(effective_config(parse(k_small, {"pages.0.layouts=[3x4, 12x1, 3x1]"})),
              effective_config(parse(k_small, {"pages.0.layouts=[12x1, 3x1, 3x4]"})));
}

// --- written and read back

const std::vector<std::string> k_shipped = {"demo", "paper", "million"};

Config shipped(const std::string& name, const std::vector<std::string>& settings = {}) {
    return load_config(concat(ECGPRESS_SOURCE_DIR, "/config/", name, ".yaml"), settings);
}

std::vector<Config> examples() {
    std::vector<Config> configs = {
        parse(k_small),
        parse("layouts: [{name: 1x2, rows: [[V1, aVF]]}, {name: b, rows: [[I], [I]]}]\n" + k_small,
              {"pages.0.layouts={b: 0.125, 12x1: 3, 1x2: 1}", "pages.0.style.dpi=[99.5, 100.1]",
               "pages.0.rhythm=[II, aVR]", "source.exclude=[\"7\", \"a b\\\"c\\\\\", ü]",
               "pages.0.caps.segmentation=5", "pages.0.style.trace_colour=[9, 8, 7]",
               "pages.0.style.show_grid=false", "seed=9000000000000000000",
               "pages.0.jpeg.chroma=444"})};
    for (const std::string& name : k_shipped) configs.push_back(shipped(name));
    return configs;
}

TEST(EffectiveConfig, RoundTrips) {
    for (const Config& config : examples()) {
        const std::string json = effective_config(config);
        EXPECT_EQ(effective_config(config_from_json(json)), json);
    }
}

TEST(EffectiveConfig, ContainsAllExcludedNamesInEitherForm) {
    std::vector<std::string> names;
    for (int i = 0; i < 110000; ++i) names.push_back(zero_padded(i, 6));
    const ScratchFolder scratch;
    const fs::path file = scratch.path() / "names.txt";
    write_file(file, join(names, "\n"));
    const Config config = parse(k_small, {concat("source.exclude=", file.string())});
    EXPECT_EQ(config.source.exclude.names, names);
    EXPECT_EQ(config.source.exclude.unknown, Exclusion::Unknown::reported);
    fs::remove(file);
    const Config stored = config_from_json(effective_config(config));
    EXPECT_EQ(stored.source.exclude.names, names);
    EXPECT_EQ(stored.source.exclude.unknown, Exclusion::Unknown::ignored);
    EXPECT_EQ(release_config(parse(k_small, {"source.exclude=[b, a, b]"})),
              release_config(parse(k_small, {"source.exclude=[a, b]"})));
}

TEST(EffectiveConfig, ContainsEveryKey) {
    const std::string json = effective_config(parse(k_small));
    Config config;
    PageStyle style;
    Caps caps;
    for (const auto& fields : {fields_of(config), fields_of(style), fields_of(caps)})
        for (const ConfigField& field : fields) {
            const std::string key = field.key;
            const std::string name = "\"" + key.substr(key.rfind('.') + 1) + "\":";
            EXPECT_NE(json.find(name), std::string::npos) << key;
        }
}

TEST(EffectiveConfig, ReflectsEveryChange) {
    const std::string json = effective_config(parse(k_small));
    for (const std::string setting :
         {"seed=4", "source.exclude=[a]", "source.rate_hz=100", "pages.0.count=21",
          "pages.0.name=other", "pages.0.layouts={3x1: 2, 3x4: 1}", "pages.0.rhythm=I",
          "pages.0.style.dpi=[403, 403]", "pages.0.caps.segmentation=1", "pages.0.jpeg.quality=94",
          "release.pages_per_folder=10", "pages.0.datasets=[digitization]",
          "layouts=[{name: x, rows: [[I]]}]"}) {
        EXPECT_NE(effective_config(parse(k_small, {setting})), json) << setting;
        EXPECT_NE(release_config(parse(k_small, {setting})), release_config(parse(k_small)))
            << setting;
    }
}

TEST(ReleaseConfig, DoesNotDependOnPathsOrShardSize) {
    const std::vector<std::string> here = {"source.kind=ptb-xl", "source.path=/here",
                                           "typeface.path=/a.ttf", "shard.pages=5"};
    const std::vector<std::string> there = {"source.kind=ptb-xl", "source.path=/there",
                                            "typeface.path=/b.ttf", "shard.pages=6"};
    const std::string json = release_config(parse(k_small, here));
    EXPECT_EQ(json, release_config(parse(k_small, there)));
    for (const std::string word : {"here", "ttf", "shard", "typeface"})
        EXPECT_EQ(json.find(word), std::string::npos) << word;
    EXPECT_NE(effective_config(parse(k_small, here)), effective_config(parse(k_small, there)));
}

TEST(ReleaseConfig, DoesNotDependOnFormatsAndArchiveLimits) {
    const std::string json = release_config(parse(k_small));
    for (const std::string setting :
         {"release.formats=[folder, folder]", "release.max_files=9", "release.max_bytes=9",
          "release.max_archives=9", "release.pack=zenodo"})
        EXPECT_EQ(release_config(parse(k_small, {setting})), json) << setting;
    for (const std::string setting : {"release.trace_truth=false", "release.title=Other"})
        EXPECT_NE(release_config(parse(k_small, {setting})), json) << setting;
}

TEST(ShardConfig, DoesNotDependOnPathsOrRelease) {
    const std::string json = shard_config(parse(k_small));
    for (const std::string setting : {"release.pages_per_folder=10", "release.pixel_digest=true",
                                      "source.path=/here", "typeface.path=/a.ttf"})
        EXPECT_EQ(shard_config(parse(k_small, {setting})), json) << setting;
    for (const std::string setting : {"seed=4", "shard.pages=5"})
        EXPECT_NE(shard_config(parse(k_small, {setting})), json) << setting;
}

// --- short forms

TEST(ShortForms, ALayoutWithoutAListIsTheOnlyOne) {
    EXPECT_EQ(effective_config(parse(k_small, {"pages.plain.layouts=3x4"})),
              effective_config(parse(k_small, {"pages.plain.layouts=[3x4]"})));
    config_cases::expect_complaint(k_small, {"unknown layout \"3x9\""},
                                   {"pages.plain.layouts=3x9"});
}

TEST(ShortForms, NoneIsTheSameAsNoArtifacts) {
    EXPECT_EQ(effective_config(parse(k_small, {"pages.plain.artifacts=none"})),
              effective_config(parse(k_small)));
    config_cases::expect_complaint(k_small, {"\"none\" cannot be the name of a preset"},
                                   {"presets={none: {folds: mild}}"});
}

TEST(ShortForms, AWeightOfTheDefaultLooksAddsThemToTheOthers) {
    EXPECT_EQ(effective_config(parse(k_small, {"pages.plain.looks={default: 1}"})),
              effective_config(parse(k_small, {"pages.plain.looks=default"})));
    const auto looks =
        parse(k_small, {"pages.plain.looks={default: 2, mine: {weight: 1, style: {dpi: 90}}, "
                        "thermal: 1}"})
            .pages.at(0)
            .looks;
    ASSERT_EQ(looks.size(), standard_looks().size() + 1);
    double total = 0;
    for (const LookShare& share : looks) {
        total += share.weight;
        double expected = share.look == "mine" || share.look == "thermal" ? 1 : 0;
        for (const Look& look : standard_looks())
            expected += share.look == look.name ? 2 * look.weight : 0;
        EXPECT_NEAR(share.weight, expected, 1e-12) << share.look;
    }
    EXPECT_NEAR(total, 4, 1e-9);
}

TEST(ShortForms, TheOracleChecksTenPagesOfASmallRun) {
    EXPECT_EQ(parse(k_small, {"pages.plain.count=60"}).oracle.every, 6U);
    EXPECT_EQ(parse(k_small, {"pages.plain.count=60", "oracle.every=0"}).oracle.every, 0U);
    EXPECT_EQ(parse(k_small, {"pages.plain.count=60", "oracle.every=7"}).oracle.every, 7U);
    EXPECT_EQ(default_oracle_distance(1), 1U);
    EXPECT_EQ(default_oracle_distance(1000), 100U);
    EXPECT_EQ(default_oracle_distance(1000000), 100U);
}

// --- the shipped configurations

TEST(Shipped, PaperWorksWithASmallerCount) {
    const fs::path file = fs::path(ECGPRESS_SOURCE_DIR) / "config" / "paper.yaml";
    for (const std::string setting : {"pages.pages.count=5", "pages.overlap.count=3"})
        EXPECT_GT(load_config(file, {setting}).page_count(), 0U);
}

TEST(Shipped, PaperHasThePublishedSizes) {
    const Config config = shipped("paper");
    const PageGroup& pages = config.pages.at(0);
    const std::map<std::string, std::uint64_t> wanted = {
        {"3x1", 440}, {"3x4", 520}, {"6x2", 520}, {"12x1", 520}};
    ASSERT_EQ(pages.layouts.size(), wanted.size());
    std::uint64_t crops = 0;
    SCOPED_TRACE(effective_config(config));
    for (std::size_t i = 0; i < pages.layouts.size(); ++i) {
        const std::uint64_t count = pages.counts[i][0] + pages.counts[i][1] + pages.counts[i][2];
        EXPECT_EQ(count, wanted.at(pages.layouts[i].layout));
        const Layout& layout = *find_layout(config.layouts, pages.layouts[i].layout);
        crops += count * static_cast<std::uint64_t>(layout.rows * layout.columns);
    }
    EXPECT_EQ(pages.page_count(), 2000U);
    EXPECT_EQ(crops, 20040U);
    EXPECT_EQ(pages.caps.segmentation, std::optional<std::uint64_t>(20000));
    EXPECT_EQ(config.pages.at(1).caps.with_overlap, std::optional<std::uint64_t>(102));
    EXPECT_EQ(config.pages.at(1).caps.without_overlap, std::optional<std::uint64_t>(186));
    std::array<std::uint64_t, k_split_count> splits{};
    for (const auto& counts : pages.counts)
        for (std::size_t i = 0; i < k_split_count; ++i) splits[i] += counts[i];
    EXPECT_EQ(splits, (std::array<std::uint64_t, k_split_count>{1600, 200, 200}));
}

TEST(Shipped, PaperCommentsStateTheDefaults) {
    PageStyle style = shipped("paper").pages.at(0).looks.at(0).style.base;
    style.page_width_mm = 0; // the only difference: the file sets it for a page 4480 px wide
    EXPECT_NEAR(shipped("paper").pages[0].looks.at(0).style.base.page_width_mm * 403 / 25.4, 4480,
                0.5);
    PageStyle defaults;
    EXPECT_EQ(json_text(tree_of(fields_of(style))), json_text(tree_of(fields_of(defaults))));
}

TEST(Shipped, MillionHasAMillionPages) {
    EXPECT_EQ(shipped("million").page_count(), 1'000'000U);
}

TEST(Shipped, DemoIsSmallAndFillsEveryDataset) {
    const Config config = shipped("demo");
    EXPECT_LE(config.page_count(), 40U);
    unsigned datasets = 0;
    for (const PageGroup& group : config.pages) datasets |= group.datasets.bits();
    EXPECT_EQ(datasets, 15U);
    EXPECT_EQ(config.source.kind, "simulated");
}

TEST(ShardPages, AreAThousandthOfTheRunWithinLimits) {
    EXPECT_EQ(default_shard_pages(1), 8U);
    EXPECT_EQ(default_shard_pages(20000), 20U);
    EXPECT_EQ(default_shard_pages(1000000), 1000U);
    EXPECT_EQ(default_shard_pages(900001), 901U);
    EXPECT_EQ(default_shard_pages(100000000), 1000U);
}

} // namespace
} // namespace ecgpress
