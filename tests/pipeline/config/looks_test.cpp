// Looks and distributions: sampled values have the right range and frequency, and are in the plan.
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "page/design_problems.hpp"
#include "pipeline/config/page_design.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/keys/drawn_style.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/plan_cases.hpp"

namespace ecgpress {
namespace {

using config_cases::expect_complaint;
using config_cases::k_small;
using config_cases::with_style;

StyleSettings style_of(const std::string& line) {
    return config_cases::parse(with_style(line)).pages.at(0).looks.at(0).style;
}

TEST(StyleDraw, SelectsPiecesByWeight) {
    const StyleSettings settings =
        style_of("paper_speed_mm_per_s: {25: 0.7, 50: 0.2, 12.5..20: 0.1}");
    constexpr int pages = 4000;
    std::map<double, int> seen;
    int between = 0;
    for (std::uint64_t page = 0; page < pages; ++page) {
        const double speed = drawn_style(settings, 1, page).paper_speed_mm_per_s;
        if (speed == 25 || speed == 50)
            ++seen[speed];
        else {
            EXPECT_GE(speed, 12.5);
            EXPECT_LE(speed, 20);
            ++between;
        }
    }
    const auto near = [&](int count, double share) { // four standard deviations
        EXPECT_NEAR(count, share * pages, 4 * std::sqrt(pages * share * (1 - share)));
    };
    near(seen[25], 0.7);
    near(seen[50], 0.2);
    near(between, 0.1);
}

TEST(StyleDraw, TruncatesANormalDistribution) {
    const StyleSettings settings =
        style_of("trace_width_mm: {mean: 0.27, sd: 0.07, low: 0.2, high: 0.45}");
    double sum = 0, least = 1, most = 0;
    for (std::uint64_t page = 0; page < 3000; ++page) {
        const double width = drawn_style(settings, 1, page).trace_width_mm;
        least = std::min(least, width);
        most = std::max(most, width);
        sum += width;
    }
    EXPECT_GE(least, 0.2);
    EXPECT_LT(least, 0.205);
    EXPECT_LE(most, 0.45);
    EXPECT_NEAR(sum / 3000, 0.286, 0.005); // the mean of the truncated distribution
}

TEST(StyleDraw, SamplesColoursChoicesAndSwitches) {
    const StyleSettings settings =
        style_of("{trace_colour: [\"#000000\", \"#ff8040\"], pulse: {left: 1, right: 1}, "
                 "show_grid: {true: 1, false: 1}, paper_colour: [1, 2, 3]}");
    int left = 0, grid = 0;
    for (std::uint64_t page = 0; page < 400; ++page) {
        const PageStyle style = drawn_style(settings, 1, page);
        EXPECT_NEAR(style.trace_colour.red / 255.0, style.trace_colour.green / 128.0, 0.01);
        EXPECT_NE(style.pulse, PulsePlace::none);
        left += style.pulse == PulsePlace::left ? 1 : 0;
        grid += style.show_grid ? 1 : 0;
        EXPECT_EQ(style.paper_colour, (Colour{1, 2, 3}));
    }
    EXPECT_NEAR(left, 200, 40);
    EXPECT_NEAR(grid, 200, 40);
}

TEST(StyleDraw, EachKeyHasItsOwnStream) {
    const StyleSettings alone = style_of("dpi: [100, 300]");
    const StyleSettings both = style_of("{dpi: [100, 300], gain_mm_per_mv: {5: 1, 10: 1}}");
    for (std::uint64_t page = 0; page < 50; ++page)
        EXPECT_EQ(drawn_style(alone, 7, page).dpi, drawn_style(both, 7, page).dpi);
}

TEST(StyleDraw, InvalidDistributionsAreReported) {
    expect_complaint(with_style("pulse: {top: 1}"), {"pages.plain.style.pulse", "left"});
    expect_complaint(with_style("dpi: {200: -1}"), {"pages.plain.style.dpi.200"});
    expect_complaint(with_style("dpi: {200: 0}"), {"pages.plain.style.dpi", "weight"});
    expect_complaint(with_style("dpi: {300..200: 1}"), {"the lower first"});
    expect_complaint(with_style("dpi: {mean: 200, sd: 0}"), {"sd above 0"});
    expect_complaint(with_style("dpi: {mean: 200, sigma: 3}"), {"{mean: ..., sd: ..., low"});
    expect_complaint(with_style("show_grid: [true, false]"), {"true or false"});
    expect_complaint(with_style("trace_colour: {red: 1}"), {"#rrggbb"});
    expect_complaint(k_small + "    looks: thermak\n", {"thermal"});
    expect_complaint(k_small + "    looks: {mine: 1}\n", {"set its style"});
    expect_complaint(k_small + "    looks: {thermal: {weight: 1, stile: {}}}\n", {"stile"});
    expect_complaint(k_small + "    looks: []\n", {"a look's name"});
    expect_complaint(k_small + "    looks: thermal\n    overlap_ratio: 0.2\n", {"fit_to_page"});
}

TEST(Looks, AreOverriddenByTheStylesOfTheConfiguration) {
    const Config config = config_cases::parse("style: {dpi: 111}\n" + k_small +
                                              "    style: {trace_width_mm: 0.5}\n"
                                              "    looks: {thermal: 3, dotted: {weight: 1, style: "
                                              "{dpi: 222}}, mine: {style: {pulse: left}}}\n");
    const auto& looks = config.pages.at(0).looks;
    ASSERT_EQ(looks.size(), 3U);
    EXPECT_EQ(looks[0].look, "dotted");
    EXPECT_EQ(looks[0].style.base.dpi, 222);
    EXPECT_EQ(looks[0].style.draws.count("dpi"), 0U);
    EXPECT_EQ(looks[0].style.base.grid_form, GridForm::dots);
    EXPECT_EQ(looks[1].look, "mine");
    EXPECT_EQ(looks[1].style.base.pulse, PulsePlace::left);
    EXPECT_EQ(looks[1].style.base.header, HeaderForm::none);
    EXPECT_EQ(looks[2].look, "thermal");
    EXPECT_EQ(looks[2].weight, 3);
    EXPECT_EQ(looks[2].style.base.dpi, 111);
    for (const LookShare& look : looks) EXPECT_EQ(look.style.base.trace_width_mm, 0.5);
}

const char* const k_everything =
    "seed: 10\n"
    "pages:\n"
    "  - name: all\n"
    "    layouts: [3x1, 3x4, 3x4+1R, 3x4+2R, 3x4+3R, 3x5, 6x2, 6x2+1R, 4x3, 4x2+4R, 6x1, 12x1]\n"
    "    count: {train: 400}\n"
    "    datasets: [detection]\n"
    "    looks: default\n";

TEST(Looks, EveryPageCanBePrintedAndSurvivesARoundTrip) {
    const Config config = config_cases::parse(k_everything);
    const auto catalogue = plan_cases::catalogue_of(60);
    const Plan plan(config, catalogue);
    const Config again = config_from_json(effective_config(config));
    EXPECT_EQ(effective_config(again), effective_config(config));
    const Plan plan_again(again, catalogue);
    std::map<std::string, int> looks;
    for (std::uint64_t index = 0; index < plan.page_count(); ++index) {
        const PagePlan page = plan.page(index);
        EXPECT_EQ(join(design_problems(page.design), "\n"), "") << page.look;
        EXPECT_GE(page.design.style.row_height_mm, 8) << page.look << ' ' << page.design.layout;
        EXPECT_GE(page.design.style.duration_s, 4) << page.look << ' ' << page.design.layout;
        EXPECT_EQ(plan_json(page, config), plan_json(plan_again.page(index), again));
        ++looks[page.look];
    }
    for (const Look& look : standard_looks()) // pages without artifacts were never on paper
        EXPECT_NEAR(looks[look.name], 400 * look.screen_weight,
                    4 * std::sqrt(400 * look.screen_weight));
}

TEST(Looks, CanBeOnScreensOnly) {
    const std::string screens = "    looks: {monitor: {weight: 0, screen_weight: 1}, ";
    const Config config = config_cases::parse(k_small + screens + "dotted: 1}\n");
    EXPECT_EQ(effective_config(config_from_json(effective_config(config))),
              effective_config(config));
    expect_complaint(k_small + screens + "dotted: 0}\n", {"no look", "weight above 0"});
    expect_complaint(k_small + "    looks: {dotted: {weight: 1, screen_weight: 0}}\n",
                     {"no look", "screen_weight above 0"});
}

TEST(Looks, HaveOtherSharesOnPaperThanOnScreens) {
    const auto catalogue = plan_cases::catalogue_of(60);
    const auto shares = [&](const std::string& more) {
        const Config config = config_cases::parse(k_everything + more);
        const Plan plan(config, catalogue);
        std::map<std::string, double> looks;
        for (std::uint64_t index = 0; index < plan.page_count(); ++index)
            looks[plan.page(index).look] += 1.0 / 400;
        return looks;
    };
    const auto paper = shares("    artifacts: {bw-scan: 1}\n"),
               screen = shares("    artifacts: {screenshot: 1}\n"),
               pairs = shares("    artifacts: {paired: [clean]}\n"); // one look for all presets
    for (const Look& look : standard_looks()) {
        const auto share = [&](std::map<std::string, double> of) { return of[look.name]; };
        EXPECT_NEAR(share(paper), look.weight, 0.08) << look.name;
        EXPECT_NEAR(share(screen), look.screen_weight, 0.08) << look.name;
        EXPECT_NEAR(share(pairs), look.weight, 0.08) << look.name;
    }
}

TEST(Paired, TheSameSheetIsShownUnderEachPreset) {
    const std::string yaml =
        "seed: 9\n"
        "pages:\n"
        "  - {name: one, layouts: [3x1, 6x2], count: 7, datasets: [detection]}\n"
        "  - name: pairs\n"
        "    layouts: [3x4, 12x1]\n"
        "    count: {train: 300, val: 40, test: 60}\n"
        "    datasets: [detection]\n"
        "    looks: default\n"
        "    artifacts: {paired: [clean, phone-photo, fax]}\n"
        "  - {name: two, layouts: [3x1], count: 5, datasets: [detection]}\n";
    const Config config = config_cases::parse(yaml);
    EXPECT_EQ(config.page_count(), 7 + 3 * 400 + 5U);
    EXPECT_EQ(effective_config(config_from_json(effective_config(config))),
              effective_config(config));
    const auto catalogue = plan_cases::catalogue_of(1000);
    const Plan plan(config, catalogue);
    ASSERT_EQ(plan.page_count(), config.page_count());
    const char* const presets[] = {"clean", "phone-photo", "fax"};
    std::map<std::size_t, int> used; // records of the sheets in train
    for (std::uint64_t index = 0; index < plan.page_count(); ++index) {
        const PagePlan page = plan.page(index);
        EXPECT_EQ(page.index, index);
        if (index < 7 || index >= 7 + 1200) {
            EXPECT_EQ(page.sheet, index);
            EXPECT_EQ(page.preset, "clean");
            continue;
        }
        const std::uint64_t number = (index - 7) % 3;
        EXPECT_EQ(page.sheet, index - number);
        EXPECT_EQ(page.preset, presets[number]);
        EXPECT_EQ(page.artifacts.empty(), number == 0);
        const PagePlan first = plan.page(page.sheet);
        EXPECT_EQ(page.split, first.split);
        EXPECT_EQ(plan.candidates(page), plan.candidates(first));
        PagePlan same = page; // except the artifacts
        same.index = first.index;
        same.preset = first.preset;
        same.artifacts.clear();
        // A photograph of the sheet can have fewer pixels.
        EXPECT_LE(page.design.style.dpi, first.design.style.dpi);
        same.design.style.dpi = first.design.style.dpi;
        EXPECT_EQ(plan_json(same, config), plan_json(first, config));
        if (number == 0 && page.split == Split::train) ++used[plan.candidates(page)[0]];
    }
    for (const auto& [record, count] : used) EXPECT_EQ(count, 1) << record;
    EXPECT_EQ(used.size(), 300U);
}

TEST(JpegQuality, IsSampledForEachPage) {
    const auto qualities = [](const std::string& jpeg) {
        const Config config = config_cases::parse(
            "source: {kind: simulated, records: 5}\npages:\n  - name: a\n    layouts: [3x4]\n"
            "    count: {train: 200}\n    datasets: [detection]\n    jpeg: " +
            jpeg + "\n");
        const auto catalogue = plan_cases::catalogue_of(20);
        const Plan plan(config, catalogue);
        std::set<int> found;
        for (std::uint64_t i = 0; i < plan.page_count(); ++i)
            found.insert(plan.page(i).jpeg.quality);
        return found;
    };
    EXPECT_EQ(qualities("{quality: 80}"), std::set<int>{80});
    EXPECT_EQ(qualities("{quality: 80, least_quality: 80}"), std::set<int>{80});
    EXPECT_EQ(qualities("{quality: 82, least_quality: 80}"), (std::set<int>{80, 81, 82}));
    EXPECT_THROW(qualities("{quality: 80, least_quality: 81}"), ConfigError);
}

TEST(Paired, AnInvalidListIsReported) {
    expect_complaint(k_small + "    artifacts: {paired: []}\n", {"pages.plain.artifacts.paired"});
    expect_complaint(k_small + "    artifacts: {paired: [clean, fox]}\n", {"\"fax\""});
    expect_complaint(k_small + "    artifacts: {paired: [clean], fax: 1}\n", {"no other key"});
}

} // namespace
} // namespace ecgpress
