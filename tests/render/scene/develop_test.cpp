// Images compared with their map: positions of dots and labels, ink and masks.
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "page/trace_truth.hpp"
#include "render/artifacts/list.hpp"
#include "render/draw/renderer.hpp"
#include "render/reference_stroke.hpp"
#include "render/scene/capture_stage.hpp"
#include "render/scene/develop.hpp"
#include "render/scene/resample.hpp"
#include "render/scene/sample_flags.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr double k_page_px_per_mm = 200 / k_mm_per_inch;

/// Artifacts that change geometry, at their maximum strength.
Scene shaped(std::uint64_t seed, const std::vector<const char*>& names, double strength) {
    Scene scene(200, 150, k_page_px_per_mm);
    for (const char* name : names) {
        Rng random(seed, 0, name);
        const Artifact* artifact = find_artifact(name);
        artifact->apply(scene, artifact->at(strength), random);
    }
    scene.camera.quarter_turns = 0;
    return scene;
}

/// Dark Gaussian dots of sigma 2 px at known positions of a white drawing.
Image dotted(const Scene& scene, const std::vector<PointPx>& dots) {
    Image image(scene.drawing_width_px(), scene.drawing_height_px(), 3);
    std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{255});
    for (const PointPx& dot : dots)
        for (int y = static_cast<int>(dot.y_px) - 9; y <= static_cast<int>(dot.y_px) + 9; ++y)
            for (int x = static_cast<int>(dot.x_px) - 9; x <= static_cast<int>(dot.x_px) + 9; ++x) {
                const double dx = x - dot.x_px, dy = y - dot.y_px;
                const double dark = 230 * exp_of(-(dx * dx + dy * dy) / 8);
                for (int c = 0; c < 3; ++c)
                    image.row(y)[3 * x + c] = static_cast<std::uint8_t>(
                        std::lround(std::max(0.0, image.row(y)[3 * x + c] - dark)));
            }
    return image;
}

/// The centre of darkness around a position.
PointPx centre_of_dark(const Image& image, const PointPx& place) {
    double sum = 0, x_sum = 0, y_sum = 0;
    for (int y = static_cast<int>(place.y_px) - 10; y <= static_cast<int>(place.y_px) + 10; ++y)
        for (int x = static_cast<int>(place.x_px) - 10; x <= static_cast<int>(place.x_px) + 10;
             ++x) {
            const double dark = 255 - image.row(y)[3 * x];
            sum += dark;
            x_sum += dark * x;
            y_sum += dark * y;
        }
    return {x_sum / sum, y_sum / sum};
}

/// Mean and largest distance of dots in the image from their positions by the lattice.
std::pair<double, double> dot_errors(Scene scene, std::uint64_t seed) {
    const auto lattice = map_of(scene);
    Rng random(seed, 0, "dots");
    std::vector<PointPx> dots;
    for (double y = 80; y < scene.drawing_height_px() - 80; y += 79)
        for (double x = 80; x < scene.drawing_width_px() - 80; x += 79)
            dots.push_back({x + random.uniform(-8, 8), y + random.uniform(-8, 8)});
    const Image image = resampled(dotted(scene, dots), *lattice);
    double sum = 0, most = 0, count = 0;
    PointPx start{image.width / 2.0, image.height / 2.0};
    for (const PointPx& dot : dots) {
        const auto there = lattice->image_from_drawing(dot, start);
        if (!there) continue;
        start = *there;
        if (there->x_px < 15 || there->y_px < 15 || there->x_px > image.width - 16 ||
            there->y_px > image.height - 16)
            continue;
        const PointPx seen = centre_of_dark(image, *there);
        const double error = std::hypot(seen.x_px - there->x_px, seen.y_px - there->y_px);
        sum += error;
        most = std::max(most, error);
        count += 1;
    }
    EXPECT_GT(count, 100);
    return {sum / count, most};
}

TEST(Shake, LeavesNoGapsAlongTheMotion) {
    for (const double length_px : {1.5, 4.0, 9.0}) {
        Image image(64, 64, 3);
        std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{255});
        for (int y = 0; y < 64; ++y)
            for (int c = 0; c < 3; ++c) image.row(y)[3 * 32 + c] = 0;
        Scene scene(8, 8, 8);
        scene.sensor.motion_px = length_px;
        expose(image, scene);
        const std::uint8_t* const row = image.row(30);
        double ink = 0;
        for (int x = 0; x < 64; ++x) {
            ink += (255 - row[3 * x]) / 255.0;
            if (std::abs(x - 32) < length_px / 2 - 0.5) {
                EXPECT_NEAR(row[3 * x], 255 * (1 - 1 / length_px), 2) << x;
            }
            if (std::abs(x - 32) > length_px / 2 + 0.5) {
                EXPECT_EQ(row[3 * x], 255) << x;
            }
            EXPECT_EQ(row[3 * x], row[3 * std::min(63, 64 - x)])
                << x; // symmetric: labels stay valid
        }
        EXPECT_NEAR(ink, 1, 0.03);
    }
}

TEST(Develop, DotsAreAtTheirLatticePositions) {
    const std::vector<std::vector<const char*>> sheets{
        {"scan_skew", "scan_feed", "misfeed"},
        {"camera_pose"},
        {"folds", "wrinkles", "crumple"},
        {"cockle", "bend", "camera_pose"},
        {"gutter", "camera_pose"},
        {"folds", "wrinkles", "kinks", "crumple", "bend", "camera_pose"},
    };
    for (std::size_t i = 0; i < sheets.size(); ++i)
        for (const double strength : {0.2, 0.5, 0.95}) {
            const auto [mean, most] = dot_errors(shaped(i, sheets[i], strength), i);
            EXPECT_LE(mean, 0.05) << i << ' ' << strength;
            EXPECT_LE(most, 0.25) << i << ' ' << strength;
        }
}

TEST(Develop, SevereSheetsDoNotFold) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Scene scene = shaped(
            seed, {"folds", "wrinkles", "kinks", "crumple", "cockle", "bend", "camera_pose"}, 1);
        const auto lattice = map_of(scene);
        EXPECT_GT(lattice->least_determinant(scene.drawing_width_px(), scene.drawing_height_px()),
                  0.05)
            << seed;
    }
}

TEST(Develop, ACleanSceneChangesNoPixel) {
    const Page page = hand_made_page(2, 2, 1.5, 200, 5);
    const auto face = std::make_shared<const Typeface>(FontFile::find(Face::sans, {}));
    RenderedPage drawing = Renderer(Typefaces{{face}}).render(page, image_from_page(page));
    const Image before = drawing.image;
    const Scene scene(page.width_mm, page.height_mm, k_page_px_per_mm);
    const RenderedPage after = develop(std::move(drawing), scene, nullptr);
    EXPECT_TRUE(after.image.pixels == before.pixels);
    EXPECT_TRUE(after.seen.pixels.empty());
}

TEST(Develop, OpaqueSquaresHidePrintAndStainsDoNot) {
    const Page page = hand_made_page(1, 1, 3, 200, 5);
    const auto face = std::make_shared<const Typeface>(FontFile::find(Face::sans, {}));
    const auto drawn = [&](bool hides) {
        RenderedPage drawing = Renderer(Typefaces{{face}}).render(page, image_from_page(page));
        Scene scene(page.width_mm, page.height_mm, k_page_px_per_mm);
        InkMask square{{200, 100, 150, 120}, Bytes(150 * 120, 255)};
        scene.soil.marks.push_back({square, {200, 200, 200}, 1, !hides, hides});
        return develop(std::move(drawing), scene, nullptr);
    };
    const Labels labels = make_labels(page, image_from_page(page));
    const auto& trace = labels.panels[0].trace_px;
    const Bytes hidden = sample_flags(labels, drawn(true))[0],
                stained = sample_flags(labels, drawn(false))[0];
    std::size_t under = 0;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        const int x = static_cast<int>(std::lround(trace[i].x_px)),
                  y = static_cast<int>(std::lround(trace[i].y_px));
        const bool inside = x >= 200 && x < 350 && y >= 100 && y < 220;
        under += inside ? 1 : 0;
        EXPECT_EQ((hidden[i] & k_not_hidden) == 0, inside) << i;
        EXPECT_EQ(stained[i] & k_seen_well, k_seen_well) << i;
        // The dark stain leaves little contrast, the cover none.
        if (x > 205 && x < 345 && y > 105 && y < 215) {
            EXPECT_EQ(hidden[i] & k_contrast, 0) << i;
        } else if (!inside) {
            EXPECT_EQ(hidden[i] & k_contrast, k_contrast) << i;
        }
        EXPECT_EQ(hidden[i] & k_crowded, 0) << i;
    }
    EXPECT_GT(under, 100U);
}

TEST(SampleFlags, CrowdedIsWhereAnotherTraceIsWithinALinesWidth) {
    std::size_t crowded = 0, free = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const RenderedPage page = crossing_traces(seed);
        Rng random(seed, 0, "crops"); // the same as in crossing_traces
        Labels labels;
        for (std::uint64_t i = 0; i < 5; ++i) {
            PanelLabels panel;
            panel.line_width_px = 2;
            const PixelRect& rect = page.traces[i].rect; // samples are on their trace
            for (int k = 0; k < 300; ++k)
                panel.trace_px.push_back({random.uniform(rect.x, rect.right() - 1),
                                          random.uniform(rect.y, rect.bottom() - 1)});
            labels.panels.push_back(panel);
        }
        const auto flags = sample_flags(labels, page);
        for (std::size_t i = 0; i < 5; ++i)
            for (std::size_t k = 0; k < 300; ++k) {
                const int x = static_cast<int>(std::lround(labels.panels[i].trace_px[k].x_px)),
                          y = static_cast<int>(std::lround(labels.panels[i].trace_px[k].y_px));
                bool near = false, far = true;
                for (std::size_t other = 0; other < 5; ++other)
                    for (int dy = -2; dy <= 2 && other != i; ++dy)
                        for (int dx = -2; dx <= 2; ++dx)
                            if (page.traces[other].at(x + dx, y + dy) > 0) {
                                far = false;
                                near = near || (dx == 0 && dy == 0);
                            }
                const bool flagged = (flags[i][k] & k_crowded) != 0;
                if (near) {
                    EXPECT_TRUE(flagged);
                }
                if (far) {
                    EXPECT_FALSE(flagged);
                }
                (flagged ? crowded : free) += 1;
            }
    }
    EXPECT_GT(crowded, 1000U);
    EXPECT_GT(free, 1000U);
}

TEST(SampleFlags, VisibleRectangleIsTight) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        RenderedPage page = crossing_traces(seed);
        EXPECT_EQ(visible_rect(page.traces[0], page).width, page.traces[0].rect.width);
        page.seen = Image(140, 110, 1);
        for (int y = 0; y < 110; ++y)
            for (int x = 0; x < 140; ++x)
                page.seen.row(y)[x] = x < 30 + static_cast<int>(seed) ? 0 : 255;
        for (const InkMask& trace : page.traces) {
            const PixelRect rect = visible_rect(trace, page);
            int left = 1000, right = -1, top = 1000, bottom = -1;
            for (int y = 0; y < 110; ++y)
                for (int x = 0; x < 140; ++x)
                    if (trace.at(x, y) > 0 && page.seen.row(y)[x] > 127) {
                        left = std::min(left, x);
                        right = std::max(right, x);
                        top = std::min(top, y);
                        bottom = std::max(bottom, y);
                    }
            if (right < 0) {
                EXPECT_TRUE(rect.empty());
                continue;
            }
            EXPECT_EQ(rect.x, left);
            EXPECT_EQ(rect.y, top);
            EXPECT_EQ(rect.right(), right + 1);
            EXPECT_EQ(rect.bottom(), bottom + 1);
        }
    }
}

} // namespace
} // namespace ecgpress
