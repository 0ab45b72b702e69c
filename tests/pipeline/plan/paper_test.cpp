// Measures page images: ink at the labelled positions, masks along their traces, size of the
// calibration pulse, brightness as in photographs and scans.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/printed.hpp"
#include "render/draw/trace.hpp"

namespace ecgpress {
namespace {

using testing_support::printed;

std::unique_ptr<RunInputs> inputs_of(const std::string& preset, std::size_t pages = 6,
                                     const std::string& style = "") {
    return open_inputs(parse_config(
        concat("seed: 21\nsource: {kind: simulated, records: 20}\noracle: {every: 0}\npages:\n"
               "  - name: paper\n    layouts: [3x4]\n    count: {train: ",
               pages, "}\n    datasets: [detection]\n    artifacts: ", preset,
               "\n    style: {dpi: 200, row_height_mm: 30, trace_width_mm: 0.3",
               style.empty() ? "" : ", ", style, "}\n"),
        "paper_test", {}));
}

double luma(const Image& image, int x, int y) {
    const std::uint8_t* rgb = image.row(y) + 3 * x;
    return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
}

double luma_between(const Image& image, double x, double y) {
    const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
    const double u = x - x0, v = y - y0;
    return (1 - v) * ((1 - u) * luma(image, x0, y0) + u * luma(image, x0 + 1, y0)) +
           v * ((1 - u) * luma(image, x0, y0 + 1) + u * luma(image, x0 + 1, y0 + 1));
}

/// Distance in px from a sample to the centre of the dark line across the trace; NaN if the trace
/// is curved there or the surrounding paper is not plain enough.
double distance_to_ink(const PrintedPage& page, std::size_t panel, std::size_t i, double blur_px) {
    constexpr double k_unknown = std::numeric_limits<double>::quiet_NaN();
    const PanelLabels& labels = page.labels.panels[panel];
    const Image& image = page.rendered.image;
    const auto& trace = labels.trace_px;
    const PointPx &before = trace[i - 4], &here = trace[i], &after = trace[i + 4];
    const double dx = after.x_px - before.x_px, dy = after.y_px - before.y_px;
    const double length = std::sqrt(dx * dx + dy * dy);
    if (!(length > 1)) return k_unknown;
    const double nx = -dy / length, ny = dx / length;
    for (std::size_t k = i - 4; k <= i + 4; ++k) { // is the trace straight here?
        const double off = (trace[k].x_px - here.x_px) * nx + (trace[k].y_px - here.y_px) * ny;
        if (!(std::abs(off) < 0.4)) return k_unknown;
    }
    const double reach = labels.line_width_px + 2 + blur_px; // excludes the next beat
    if (here.x_px < reach + 2 || here.y_px < reach + 2 || here.x_px > image.width - reach - 3 ||
        here.y_px > image.height - reach - 3)
        return k_unknown;
    // Also excludes the trace's next turn.
    for (std::size_t k = i > 60 ? i - 60 : 0; k < std::min(i + 60, trace.size()); ++k) {
        const double ox = trace[k].x_px - here.x_px, oy = trace[k].y_px - here.y_px;
        if (std::abs(ox * nx + oy * ny) > 1 &&
            std::sqrt(ox * ox + oy * oy) < reach + labels.line_width_px)
            return k_unknown;
    }
    std::vector<double> profile;
    for (double at = -reach; at <= reach; at += 0.25)
        profile.push_back(luma_between(image, here.x_px + at * nx, here.y_px + at * ny));
    std::vector<double> sorted = profile;
    std::sort(sorted.begin(), sorted.end());
    const double paper = sorted[sorted.size() * 9 / 10], ink = sorted.front();
    if (paper - ink < 50) return k_unknown;
    double sum = 0, moment = 0;
    for (std::size_t k = 0; k < profile.size(); ++k) { // the dark core; grid lines are paler
        const double dark = std::max(0.0, paper - profile[k] - 0.5 * (paper - ink));
        sum += dark;
        moment += dark * (-reach + 0.25 * static_cast<double>(k));
    }
    return std::abs(moment / sum);
}

struct Limits {
    const char* preset;
    double px;
    double blur_px; ///< additional spread of the ink
};

class InkAndSamples : public testing::TestWithParam<Limits> {};

TEST_P(InkAndSamples, Coincide) {
    // Only ink: nothing else as dark crosses it.
    const auto inputs =
        inputs_of(GetParam().preset, 6,
                  "grid_major_colour: [250, 214, 220], grid_minor_colour: [252, 236, 240], "
                  "show_lead_name: false, show_separator: false");
    Press press(*inputs);
    std::vector<double> distances, of_dots;
    for (std::uint64_t index = 0; index < 6; ++index) {
        const PrintedPage page = printed(press, index);
        const Bytes& pixels = page.rendered.image.pixels;
        const bool is_dots = std::all_of(pixels.begin(), pixels.end(),
                                         [](std::uint8_t v) { return v == 0 || v == 255; });
        for (std::size_t panel = 0; panel < page.page.panels.size(); ++panel)
            for (std::size_t i = 60; i + 60 < page.flags[panel].size(); i += 2) {
                const int wanted = k_seen_well | k_contrast;
                if ((page.flags[panel][i] & (wanted | k_crowded)) != wanted) continue;
                const double distance = distance_to_ink(page, panel, i, GetParam().blur_px);
                if (!std::isnan(distance)) (is_dots ? of_dots : distances).push_back(distance);
            }
    }
    ASSERT_GT(distances.size(), 150U);
    // Dots of one-bit scans are 1 or 2 px wide. Error diffusion puts single dots a pixel beyond the
    // ink, whose half width is 1.2 px here.
    std::sort(of_dots.begin(), of_dots.end());
    if (!of_dots.empty()) {
        EXPECT_LT(of_dots[of_dots.size() * 98 / 100], 1.5);
        EXPECT_LT(of_dots.back(), 2.2);
    }
    std::sort(distances.begin(), distances.end());
    const auto at = [&](double part) {
        return distances[static_cast<std::size_t>(part *
                                                  static_cast<double>(distances.size() - 1))];
    };
    std::printf("%s: median %.3f, p98 %.3f px of %zu\n", GetParam().preset, at(0.5), at(0.98),
                distances.size());
    RecordProperty("median_px", std::to_string(at(0.5)));
    RecordProperty("p98_px", std::to_string(at(0.98)));
    EXPECT_LT(at(0.5), GetParam().px / 3);
    EXPECT_LT(at(0.98), GetParam().px); // a pen mark or a dead dot may cross the others
}

INSTANTIATE_TEST_SUITE_P(Presets, InkAndSamples,
                         testing::Values(Limits{"clean", 0.5, 0}, Limits{"colour-scan", 0.5, 0},
                                         Limits{"bw-scan", 0.5, 0}, Limits{"phone-photo", 0.75, 3},
                                         Limits{"stained", 0.75, 1},
                                         Limits{"thermal-faded", 0.75, 1}),
                         [](const auto& limits) {
                             std::string name = limits.param.preset;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(Masks, FollowTheirCurvesThroughEveryMap) {
    for (const char* preset : {"colour-scan", "phone-photo", "damaged", "screen-photo"}) {
        const auto inputs = inputs_of(preset, 3);
        Press press(*inputs);
        for (std::uint64_t index = 0; index < 3; ++index) {
            const PrintedPage page = printed(press, index);
            if (!page.lattice || page.plan.design.style.dpi < 1) continue;
            const double centre_x = page.labels.width_px / 2.0,
                         centre_y = page.labels.height_px / 2.0;
            const double scale =
                1 / std::sqrt(std::abs(page.lattice->jacobian({centre_x, centre_y}).determinant()));
            for (std::size_t i = 0; i < page.page.panels.size(); i += 2) {
                const PanelLabels& labels = page.labels.panels[i];
                const InkMask curve = rasterise_trace(labels.trace_px, labels.line_width_px * scale,
                                                      page.labels.width_px, page.labels.height_px);
                const InkMask& mask = page.rendered.traces[i];
                if (mask.rect.empty()) continue;
                double both = 0, either = 0, stray = 0;
                for (int y = mask.rect.y - 2; y < mask.rect.bottom() + 2; ++y)
                    for (int x = mask.rect.x - 2; x < mask.rect.right() + 2; ++x) {
                        const bool a = mask.at(x, y) >= 128, b = curve.at(x, y) >= 128;
                        both += a && b ? 1 : 0;
                        either += a || b ? 1 : 0;
                        if (!a) continue;
                        bool near = false; // any point of the curve within a pixel
                        for (int v = -1; v <= 1; ++v)
                            for (int u = -1; u <= 1; ++u)
                                near = near || curve.at(x + u, y + v) >= 128;
                        stray += near ? 0 : 1;
                    }
                // A line thinner than two pixels has few pixels that are mostly ink.
                const double least = labels.line_width_px * scale >= 2 ? 0.85 : 0.5;
                EXPECT_GT(both / either, least) << preset << ' ' << index << ' ' << i;
                EXPECT_LT(stray / either, 0.01) << preset << ' ' << index << ' ' << i;
            }
        }
    }
}

TEST(Calibration, PulseCornersGiveOneMillivoltForAFifthOfASecond) {
    for (const char* preset : {"clean", "colour-scan", "phone-photo", "damaged"}) {
        const auto inputs = inputs_of(preset, 4, "pulse: left");
        Press press(*inputs);
        for (std::uint64_t index = 0; index < 4; ++index) {
            const PrintedPage page = printed(press, index);
            ASSERT_EQ(page.labels.pulses_px.size(), 3U);
            for (const std::vector<PointPx>& corners : page.labels.pulses_px) {
                const auto length = [&](std::size_t a, std::size_t b) {
                    const auto flat = [&](const PointPx& corner) {
                        return page.lattice ? page.lattice->drawing_from_image(corner) : corner;
                    };
                    const PointPx from = flat(corners[a]), to = flat(corners[b]);
                    const double dx = to.x_px - from.x_px, dy = to.y_px - from.y_px;
                    return std::sqrt(dx * dx + dy * dy) / page.labels.px_per_mm;
                };
                EXPECT_NEAR(length(1, 2) / 10, 1, 0.01) << preset << index;    // mV
                EXPECT_NEAR(length(2, 5) / 25, 0.2, 0.002) << preset << index; // s
            }
        }
    }
}

TEST(Columns, ShowConsecutivePartsOfTheRecord) {
    Config config =
        parse_config("seed: 2\nsource: {kind: simulated, records: 5}\n"
                     "layouts: [{name: two, rows: [[II, II, II, II], [V1, V2, V3, V4]]}]\n"
                     "pages: [{name: a, layouts: [two], rhythm: II, count: {train: 1}, datasets: "
                     "[detection]}]\n",
                     "columns", {});
    const auto inputs = open_inputs(std::move(config));
    Press press(*inputs);
    const PrintedPage page = printed(press, 0);
    std::vector<double> joined;
    for (const Panel& panel : page.page.panels) {
        if (panel.row != 0) continue;
        EXPECT_EQ(panel.window.first,
                  static_cast<std::size_t>(std::lround(2.5 * panel.column * panel.rate_hz)));
        joined.insert(joined.end(), panel.signal_mv.begin(), panel.signal_mv.end());
    }
    EXPECT_EQ(joined, page.page.panels.back().signal_mv);
}

/// Quantile of the brightness of an image's blocks; a block's brightness is that of its paper.
std::vector<double> block_brightness(const Image& image, int margin_px) {
    constexpr int k_side = 30;
    std::vector<double> blocks;
    for (int y0 = margin_px; y0 + k_side <= image.height - margin_px; y0 += k_side)
        for (int x0 = margin_px; x0 + k_side <= image.width - margin_px; x0 += k_side) {
            std::vector<double> values;
            for (int y = y0; y < y0 + k_side; ++y)
                for (int x = x0; x < x0 + k_side; ++x) values.push_back(luma(image, x, y));
            std::nth_element(values.begin(), values.begin() + 765, values.end());
            blocks.push_back(values[765]); // the 85th percentile of 900
        }
    std::sort(blocks.begin(), blocks.end());
    return blocks;
}

TEST(Photographs, HaveBrightnessUniformityAndColourOfRealOnes) {
    const auto inputs = inputs_of("phone-photo", 10);
    Press press(*inputs);
    double even = 0;
    for (std::uint64_t index = 0; index < 10; ++index) {
        const PrintedPage page = printed(press, index);
        const Image& image = page.rendered.image;
        const auto blocks = block_brightness(image, std::min(image.width, image.height) / 5);
        const auto at = [&](double part) {
            return blocks[static_cast<std::size_t>(part * static_cast<double>(blocks.size() - 1))];
        };
        EXPECT_GT(at(0.5), 140) << index;
        EXPECT_LT(at(0.5), 252) << index;
        EXPECT_GT(at(0.05) / at(0.95), 0.40) << index;
        even += at(0.05) / at(0.95) / 10;
        double red = 0, green = 0, blue = 0;
        for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
            red += image.pixels[i];
            green += image.pixels[i + 1];
            blue += image.pixels[i + 2];
        }
        EXPECT_GT(red / green, 0.9) << index;
        EXPECT_LT(red / green, 1.25) << index;
        EXPECT_GT(blue / green, 0.7) << index;
        EXPECT_LT(blue / green, 1.15) << index;
    }
    EXPECT_GT(even, 0.6);
    EXPECT_LT(even, 0.99);
}

} // namespace
} // namespace ecgpress
