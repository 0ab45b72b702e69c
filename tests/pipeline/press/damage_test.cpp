// Complete pages with artifacts: labels follow the ink in every preset.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>

#include "core/strings.hpp"
#include "page/compose.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/printed.hpp"
#include "render/artifacts/list.hpp"
#include "render/draw/crops.hpp"
#include "render/draw/trace.hpp"

namespace ecgpress {
namespace {

using testing_support::printed;

Config config_of(const std::string& preset, const std::string& more = "") {
    return parse_config(
        concat("seed: 11\nsource: {kind: simulated, records: 20}\noracle: {every: 0}\n", more,
               "\npages:\n  - name: damage\n    layouts: [3x4]\n    count: {train: 6}\n"
               "    datasets: [detection, segmentation]\n    artifacts: ",
               preset, "\n    style: {dpi: 110, row_height_mm: 26}\n"),
        "damage_test", {});
}

std::vector<std::string> presets_with_a_map() {
    return {"colour-scan",  "bw-scan",  "phone-photo", "screen-photo",  "stained",    "damaged",
            "mould-colour", "mould-bw", "fax",         "thermal-faded", "screenshot", "photocopy"};
}

class EveryPreset : public testing::TestWithParam<std::string> {};

TEST_P(EveryPreset, PositionsGiveTheSignal) {
    const auto inputs = open_inputs(config_of(GetParam()));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 4; ++index) {
        const PrintedPage page = printed(press, index);
        for (std::size_t i = 0; i < page.page.panels.size(); i += 5) {
            OracleLead lead;
            lead.signal_mv = page.page.panels[i].signal_mv;
            lead.rate_hz = page.page.panels[i].rate_hz;
            lead.baseline_y_px = page.labels.panels[i].baseline_y_px;
            lead.px_per_mv = page.labels.panels[i].px_per_mv;
            lead.truth = make_trace_truth(page.labels.panels[i].trace_px, page.labels.width_px);
            lead.warp = page.lattice;
            EXPECT_GT(snr_db(lead.signal_mv, read_samples(lead), lead.rate_hz), 60) << index;
        }
    }
}

TEST_P(EveryPreset, SamplesAreOnTheirMasks) {
    const auto inputs = open_inputs(config_of(GetParam()));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 4; ++index) {
        const PrintedPage page = printed(press, index);
        for (std::size_t i = 0; i < page.page.panels.size(); ++i) {
            std::size_t on = 0, all = 0;
            for (const PointPx& point : page.labels.panels[i].trace_px) {
                if (std::isnan(point.x_px)) continue;
                const int x = static_cast<int>(std::lround(point.x_px)),
                          y = static_cast<int>(std::lround(point.y_px));
                if (x < 0 || y < 0 || x >= page.labels.width_px || y >= page.labels.height_px)
                    continue;
                ++all;
                on += page.rendered.traces[i].at(x, y) > 0 ? 1 : 0;
            }
            EXPECT_EQ(on, all) << "page " << index << ", panel " << i;
        }
    }
}

TEST_P(EveryPreset, BoxesAreTightToTheirInk) {
    const auto inputs = open_inputs(config_of(GetParam()));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 4; ++index) {
        const PrintedPage page = printed(press, index);
        for (std::size_t i = 0; i < page.page.panels.size(); ++i) {
            const RectPx& ink = page.labels.panels[i].ink_px;
            const PixelRect& mask = page.rendered.traces[i].rect;
            if (mask.empty()) continue;
            EXPECT_NEAR(ink.x0_px, mask.x, 1);
            EXPECT_NEAR(ink.x1_px, mask.right(), 1);
            EXPECT_NEAR(ink.y0_px, mask.y, 1);
            EXPECT_NEAR(ink.y1_px, mask.bottom(), 1);
        }
    }
}

TEST_P(EveryPreset, IsRenderedIdenticallyEachTime) {
    const auto inputs = open_inputs(config_of(GetParam()));
    Press one(*inputs), other(*inputs);
    printed(one, 2);
    const PrintedPage a = printed(one, 3), b = printed(other, 3);
    EXPECT_TRUE(a.rendered.image.pixels == b.rendered.image.pixels);
    EXPECT_TRUE(a.flags == b.flags);
    EXPECT_EQ(plan_json(a.plan, inputs->config), plan_json(b.plan, inputs->config));
}

INSTANTIATE_TEST_SUITE_P(Presets, EveryPreset, testing::ValuesIn(presets_with_a_map()),
                         [](const auto& preset) {
                             std::string name = preset.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(Damage, EveryArtifactChangesThePageAtEveryStrength) {
    // camera_pose and scan_skew move the page, fax and posterise recolour it, dust adds specks ...
    for (const Artifact& artifact : artifacts())
        for (const char* strength : {"mild", "moderate", "severe"}) {
            const auto inputs = open_inputs(
                config_of("one", concat("presets: {one: {", artifact.name, ": ", strength, "}}")));
            const auto clean = open_inputs(config_of("clean"));
            Press damaged(*inputs), plain(*clean);
            bool changed = false;
            for (std::uint64_t index = 0; index < 3 && !changed; ++index)
                changed = printed(damaged, index).rendered.image.pixels !=
                          printed(plain, index).rendered.image.pixels;
            EXPECT_TRUE(changed) << artifact.name << ' ' << strength;
        }
}

TEST(Damage, OneArtifactChangesNoOther) {
    const auto alone = open_inputs(config_of("mine", "presets: {mine: {coffee: moderate}}"));
    const auto both =
        open_inputs(config_of("mine", "presets: {mine: {coffee: moderate, mould: severe}}"));
    for (std::uint64_t index = 0; index < 6; ++index) {
        const PagePlan a = alone->plan->page(index), b = both->plan->page(index);
        ASSERT_EQ(a.artifacts.size(), 1U);
        ASSERT_EQ(b.artifacts.size(), 2U);
        EXPECT_EQ(a.artifacts[0].dials.values, b.artifacts[0].dials.values);
    }
}

TEST(Damage, CroppedAndCoveredSamplesAreFlagged) {
    const auto inputs = open_inputs(
        config_of("torn", "presets: {torn: {tears: severe, redaction: severe, dog_ear: severe}}"));
    Press press(*inputs);
    std::size_t lost = 0;
    for (std::uint64_t index = 0; index < 6; ++index) {
        const PrintedPage page = printed(press, index);
        for (std::size_t i = 0; i < page.page.panels.size(); ++i) {
            const auto& trace = page.labels.panels[i].trace_px;
            for (std::size_t k = 0; k < trace.size(); ++k) {
                if (std::isnan(trace[k].x_px)) continue;
                const bool seen = (page.flags[i][k] & k_not_hidden) != 0;
                lost += seen ? 0 : 1;
                if (page.rendered.seen.pixels.empty()) continue;
                const int x = static_cast<int>(std::lround(trace[k].x_px)),
                          y = static_cast<int>(std::lround(trace[k].y_px));
                if (x < 0 || y < 0 || x >= page.labels.width_px || y >= page.labels.height_px)
                    continue;
                EXPECT_EQ(seen, page.rendered.seen.row(y)[x] >= 128);
            }
        }
    }
    EXPECT_GT(lost, 100U);
}

TEST(Damage, FadedInkIsFlagged) {
    const auto inputs =
        open_inputs(config_of("old", "presets: {old: {thermal_fade: {ink_left: 0.2}}}"));
    Press press(*inputs);
    const PrintedPage page = printed(press, 0);
    std::size_t faded = 0;
    for (const Bytes& flags : page.flags)
        for (const std::uint8_t flag : flags) faded += (flag & k_ink_left) == 0 ? 1 : 0;
    EXPECT_GT(faded, 1000U);
}

TEST(Presets, AreSampledByWeight) {
    const auto inputs = open_inputs(
        parse_config("seed: 3\nsource: {kind: simulated, records: 20}\npages:\n  - name: mix\n"
                     "    layouts: [3x4]\n    count: {train: 4000}\n    datasets: [detection]\n"
                     "    artifacts: default\n",
                     "mixture", {}));
    std::map<std::string, double> counts;
    for (std::uint64_t index = 0; index < 4000; ++index)
        counts[inputs->plan->page(index).preset] += 1.0 / 4000;
    for (const PresetShare& share : default_mixture())
        EXPECT_NEAR(counts[share.preset], share.weight, 0.03) << share.preset;
}

TEST(Presets, TheRealisticConfigurationCanBeRendered) {
    const Config config = load_config(concat(ECGPRESS_SOURCE_DIR, "/config/realistic.yaml"),
                                      {"source={kind: simulated}"});
    EXPECT_EQ(config_from_json(effective_config(config)).presets.size(), config.presets.size());
    EXPECT_EQ(effective_config(config_from_json(effective_config(config))),
              effective_config(config));
}

TEST(Presets, ParametersGrowFromMildToSevere) {
    for (const Artifact& artifact : artifacts())
        for (const ArtifactParameter& parameter : artifact.parameters) {
            const Graded& g = parameter.graded;
            const bool grows = g.severe.high > g.mild.low;
            double before = g.at(0);
            EXPECT_EQ(before, g.mild.low);
            EXPECT_EQ(g.at(1), g.severe.high);
            for (double strength = 0.05; strength <= 1; strength += 0.05) {
                const double value = g.at(strength);
                EXPECT_TRUE(grows ? value >= before : value <= before)
                    << artifact.name << ' ' << parameter.name << ' ' << strength;
                before = value;
            }
        }
}

/// The mean brightness of a page at the samples around which a trace rises or falls by some pixels
/// within 5 samples to each side.
double brightness_where_it_moves(const PrintedPage& page, double least_px, double most_px) {
    constexpr std::size_t k_beside = 5;
    double sum = 0, count = 0;
    for (const PanelLabels& panel : page.labels.panels)
        for (std::size_t i = k_beside; i + k_beside < panel.trace_px.size(); ++i) {
            double low = 1e9, high = -1e9;
            for (std::size_t j = i - k_beside; j <= i + k_beside; ++j) {
                low = std::min(low, panel.trace_px[j].y_px);
                high = std::max(high, panel.trace_px[j].y_px);
            }
            if (!(high - low >= least_px && high - low < most_px)) continue;
            const PointPx& at = panel.trace_px[i];
            const auto x = static_cast<std::size_t>(std::lround(at.x_px));
            sum += page.rendered.image.row(static_cast<int>(std::lround(at.y_px)))[3 * x];
            count += 1;
        }
    return sum / count;
}

std::size_t without_ink(const PrintedPage& page) {
    std::size_t count = 0;
    for (const Bytes& flags : page.flags)
        for (const std::uint8_t flag : flags) count += (flag & k_ink_left) == 0 ? 1 : 0;
    return count;
}

TEST(FastPen, LeavesLessInkOnSteepStrokesOnlyAndFlagsIt) {
    const auto clean = open_inputs(config_of("clean"));
    const auto fast =
        open_inputs(config_of("pen", "presets: {pen: {fast_pen: {strength: mild, least: 0.15}}}"));
    const auto weak =
        open_inputs(config_of("pen", "presets: {pen: {fast_pen: {strength: mild, least: 0.9}}}"));
    Press one(*clean), other(*fast), third(*weak);
    const PrintedPage plain = printed(one, 1), page = printed(other, 1), pale = printed(third, 1);
    const auto paler = [&](double least_px, double most_px) {
        return brightness_where_it_moves(page, least_px, most_px) -
               brightness_where_it_moves(plain, least_px, most_px);
    };
    EXPECT_LT(paler(0, 2), 25);
    EXPECT_GT(paler(20, 1e9), 60);
    for (std::size_t i = 0; i < page.rendered.traces.size(); ++i) // masks are of all strokes
        EXPECT_EQ(page.rendered.traces[i].coverage, plain.rendered.traces[i].coverage) << i;
    EXPECT_GT(without_ink(page), 0U);
    EXPECT_EQ(without_ink(pale), 0U);
}

TEST(Disturbances, ChangeThePrintedSignalsConsistently) {
    const auto clean = open_inputs(config_of("clean"));
    Press one(*clean);
    const PrintedPage plain = printed(one, 0);
    for (const char* name : {"wander", "motion", "mains_hum", "lead_off", "pacing"}) {
        const auto inputs =
            open_inputs(config_of("bad", concat("presets: {bad: {", name, ": severe}}")));
        Press press(*inputs);
        const PrintedPage page = printed(press, 0);
        EXPECT_EQ(page.record.name, plain.record.name);
        std::map<Lead, std::size_t> changed; // samples
        for (std::size_t i = 0; i < page.page.panels.size(); ++i) {
            const Panel& panel = page.page.panels[i];
            for (std::size_t s = 0; s < panel.signal_mv.size(); ++s)
                changed[panel.lead] +=
                    std::abs(panel.signal_mv[s] - plain.page.panels[i].signal_mv[s]) > 1e-6;
        }
        const auto leads = static_cast<std::size_t>(
            std::count_if(changed.begin(), changed.end(), [](const auto& c) { return c.second; }));
        EXPECT_GE(leads, 1U) << name;
        // Einthoven's law, in the column that shows I, II and III.
        const auto change = [&](Lead lead, std::size_t s) {
            for (std::size_t i = 0; i < page.page.panels.size(); ++i)
                if (page.page.panels[i].lead == lead)
                    return page.page.panels[i].signal_mv[s] - plain.page.panels[i].signal_mv[s];
            return 1e9;
        };
        for (std::size_t s = 0; s < page.page.panels[0].signal_mv.size(); s += 7)
            EXPECT_NEAR(change(Lead::I, s) + change(Lead::III, s), change(Lead::II, s), 1e-9)
                << name;
        if (std::string(name) == "lead_off") {
            EXPECT_EQ(leads, 1U);
        }
    }
}

TEST(Cropped, KeepsTheTracesAndTheirLabels) {
    const auto inputs = open_inputs(config_of("cut", "presets: {cut: {cropped: any}}"));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 6; ++index) {
        const PrintedPage page = printed(press, index);
        const double share = page.labels.height_px * page.labels.width_px /
                             (page.page.height_mm * page.page.width_mm) /
                             (page.labels.px_per_mm * page.labels.px_per_mm);
        EXPECT_LT(share, 0.97) << index;
        // The picture is a part of the page.
        const PointMm& drawn = page.page.panels[0].trace_mm[0];
        const PointPx& shown = page.labels.panels[0].trace_px[0];
        const double scale = page.labels.px_per_mm, left = shown.x_px - scale * drawn.x_mm,
                     top = shown.y_px - scale * drawn.y_mm;
        EXPECT_LT(left, 1) << index;
        EXPECT_LT(top, 1) << index;
        EXPECT_GT(left + scale * page.page.width_mm, page.labels.width_px - 1) << index;
        EXPECT_GT(top + scale * page.page.height_mm, page.labels.height_px - 1) << index;
        std::size_t in_frame = 0, all = 0;
        for (std::size_t i = 0; i < page.flags.size(); ++i)
            for (std::size_t s = 0; s < page.flags[i].size(); ++s) {
                const PointPx& at = page.labels.panels[i].trace_px[s];
                const bool inside = at.x_px > -0.5 && at.y_px > -0.5 &&
                                    at.x_px < page.labels.width_px - 0.5 &&
                                    at.y_px < page.labels.height_px - 0.5;
                EXPECT_EQ((page.flags[i][s] & k_in_frame) != 0, inside);
                in_frame += inside ? 1 : 0;
                ++all;
            }
        EXPECT_GT(static_cast<double>(in_frame), 0.9 * static_cast<double>(all)) << index;
    }
}

TEST(CameraPose, LimitsTheResolutionOfThePage) {
    for (const double limit : {2.5, 4.0, 20.0}) {
        const auto inputs = open_inputs(config_of(
            "photo",
            concat("presets: {photo: {camera_pose: {strength: mild, px_per_mm: ", limit, "}}}")));
        Press press(*inputs);
        const PrintedPage page = printed(press, 0);
        EXPECT_NEAR(page.labels.px_per_mm, std::min(limit, 110 / 25.4), 1e-9);
    }
}

TEST(ShowThrough, ShowsAnotherRecordOfTheSplitMirrored) {
    const auto clean = open_inputs(config_of("clean"));
    const auto thin = open_inputs(
        config_of("thin", "presets: {thin: {show_through: {strength: severe, probability: 1}}}"));
    Press one(*clean), other(*thin);
    const PrintedPage plain = printed(one, 2), page = printed(other, 2);
    ASSERT_TRUE(page.plan.back.has_value());
    EXPECT_NE(plan_json(page.plan, thin->config).find("\"back\":"), std::string::npos);
    const auto& train = thin->plan->records(page.plan.split);
    EXPECT_NE(std::find(train.begin(), train.end(), *page.plan.back), train.end());
    // Pixels darker than on the clean page are on the mirrored traces of that record.
    const Record record = thin->source->read(*page.plan.back);
    const Page back = compose(record, page.plan.design,
                              [](const std::string&, Face, double) { return RectMm{}; });
    const ImageFromPage map = image_from_page(back);
    std::size_t darker = 0, near = 0;
    std::vector<InkMask> traces;
    for (const Panel& panel : back.panels)
        traces.push_back(rasterise_trace(map(panel.trace_mm), 12, map.width_px(), map.height_px()));
    const Image &a = plain.rendered.image, &b = page.rendered.image;
    for (int y = 0; y < a.height; ++y)
        for (int x = 0; x < a.width; ++x) {
            if (a.row(y)[3 * x] - b.row(y)[3 * x] < 6) continue;
            ++darker;
            const bool ink = std::any_of(traces.begin(), traces.end(), [&](const InkMask& trace) {
                return trace.at(a.width - 1 - x, y) > 0;
            });
            near += ink ? 1 : 0;
        }
    EXPECT_GT(darker, 2000U);
    EXPECT_GT(static_cast<double>(near), 0.98 * static_cast<double>(darker));
}

} // namespace
} // namespace ecgpress
