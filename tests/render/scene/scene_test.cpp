// The map of a distorted page: invertible, without folds, and as close to the physics as a lattice
// of 16 px can be.
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// A bent sheet with relief under a tilted camera.
/// @param severity  0-1
Scene photographed(std::uint64_t seed, double severity) {
    Rng random(seed, 0, "scene");
    Scene scene(279.4, 215.9, 200 / k_mm_per_inch);
    const auto between = [&](double most) { return random.uniform(-most, most) * severity; };
    scene.sheet.stretch = between(0.005);
    scene.sheet.wobble = {{0.2 * severity, 120, random.uniform()}};
    Field relief = noise_field(279.4, 215.9, Sheet::k_cells_per_mm, {60, 3, 0.5}, random);
    for (float& value : relief.values) value *= static_cast<float>(0.9 * severity);
    scene.sheet.relief_mm = relief;
    const double curl = random.uniform(0.05, 0.4) * severity;
    scene.sheet.bend =
        Bend(279.4, 215.9, random.uniform(0, 3), [&](double q) { return -curl * q; });
    scene.camera.distance_mm = 450;
    scene.camera.pan_rad = between(0.3);
    scene.camera.tilt_rad = between(0.3);
    scene.camera.roll_rad = between(0.15);
    scene.camera.lens = between(0.02);
    scene.camera.zoom = 0.8;
    return scene;
}

TEST(Scene, StraightViewHasNoMap) {
    Scene scene(279.4, 215.9, 200 / k_mm_per_inch);
    EXPECT_EQ(map_of(scene), nullptr);
    EXPECT_EQ(scene.image_width_px(), 2200);
    EXPECT_EQ(scene.image_height_px(), 1700);
}

TEST(Scene, PointsAreSolvedAgainstTheLattice) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        Scene scene = photographed(seed, static_cast<double>(seed % 3 + 1) / 3);
        const auto lattice = map_of(scene);
        ASSERT_NE(lattice, nullptr);
        PointPx start{lattice->width_px() / 2.0, lattice->height_px() / 2.0};
        for (double y = 0; y < 1700; y += 13.7)
            for (double x = 0; x < 2200; x += 17.3) {
                const auto image = lattice->image_from_drawing({x, y}, start);
                ASSERT_TRUE(image.has_value()) << seed << ": " << x << ' ' << y;
                const PointPx back = lattice->drawing_from_image(*image);
                ASSERT_NEAR(back.x_px, x, 1e-3);
                ASSERT_NEAR(back.y_px, y, 1e-3);
                start = *image;
            }
        EXPECT_GT(lattice->least_determinant(2200, 1700), 0.05);
    }
}

TEST(Scene, FlatPaperIsSeenInExactPerspective) {
    Scene scene(279.4, 215.9, 200 / k_mm_per_inch);
    scene.camera.distance_mm = 450;
    scene.camera.tilt_rad = 0.25;
    scene.camera.roll_rad = 0.05;
    scene.camera.zoom = 0.8; // all of it is in the image
    const auto lattice = map_of(scene);
    const View view(scene.camera, scene.sheet, 2200, 1700, scene.px_per_mm);
    for (double y_mm = 1; y_mm < 215; y_mm += 7)
        for (double x_mm = 1; x_mm < 279; x_mm += 7) {
            const PointPx seen = view.image_from_flat_paper({x_mm, y_mm});
            const auto solved = lattice->image_from_drawing(
                {x_mm * scene.px_per_mm - 0.5, y_mm * scene.px_per_mm - 0.5}, seen);
            ASSERT_TRUE(solved.has_value());
            // The map is linear within cells of 16 px.
            EXPECT_NEAR(solved->x_px, seen.x_px, 0.03);
            EXPECT_NEAR(solved->y_px, seen.y_px, 0.03);
        }
}

TEST(Scene, ScannerRollTurnsAboutTheMiddle) {
    Scene scene(200, 100, 8);
    scene.camera.roll_rad = 0.02;
    const auto lattice = map_of(scene);
    const PointPx middle{799.5, 399.5};
    const PointPx there = lattice->drawing_from_image(middle);
    EXPECT_NEAR(there.x_px, 799.5, 0.01);
    EXPECT_NEAR(there.y_px, 399.5, 0.01);
    const auto j = lattice->jacobian(middle);
    EXPECT_NEAR(j.xx, std::cos(0.02), 1e-4);
    EXPECT_NEAR(j.xy, std::sin(0.02), 1e-4); // clockwise in an image whose y points down
    EXPECT_NEAR(j.determinant(), 1, 1e-4);
}

TEST(Scene, QuarterTurnsAreExact) {
    for (int turns = 1; turns < 4; ++turns) {
        Scene scene(200, 100, 8);
        scene.camera.quarter_turns = turns;
        const auto lattice = map_of(scene);
        EXPECT_EQ(lattice->width_px(), turns == 2 ? 1600 : 800);
        const PointPx corner = lattice->drawing_from_image({0, 0});
        const PointPx expected = turns == 1   ? PointPx{0, 799}
                                 : turns == 2 ? PointPx{1599, 799}
                                              : PointPx{1599, 0};
        EXPECT_NEAR(corner.x_px, expected.x_px, 1e-3) << turns;
        EXPECT_NEAR(corner.y_px, expected.y_px, 1e-3) << turns;
    }
}

TEST(Scene, BendKeepsLengths) {
    const Bend bend(280, 216, 0, [](double q) { return 0.7 * q * q; });
    double length_mm = 0;
    for (double s = -120; s < 120; s += 0.5) {
        const auto a = bend.at(s), b = bend.at(s + 0.5);
        length_mm += std::hypot(b.along_mm - a.along_mm, b.up_mm - a.up_mm);
    }
    EXPECT_NEAR(length_mm, 240, 0.01);
}

TEST(Scene, FoldingSheetsAreFlattened) {
    Scene scene(200, 100, 8);
    scene.camera.distance_mm = 300;
    scene.camera.tilt_rad = 0.6;
    Rng random(1, 0, "folds");
    scene.sheet.relief_mm = noise_field(200, 100, Sheet::k_cells_per_mm, {8, 2, 0.5}, random);
    for (float& value : scene.sheet.relief_mm.values) value *= 12;
    const auto lattice = map_of(scene);
    EXPECT_GT(lattice->least_determinant(1600, 800), 0.05);
    Scene again(200, 100, 8);
    again.camera = scene.camera;
    Rng same(1, 0, "folds");
    again.sheet.relief_mm = noise_field(200, 100, Sheet::k_cells_per_mm, {8, 2, 0.5}, same);
    for (float& value : again.sheet.relief_mm.values) value *= 12;
    EXPECT_TRUE(map_of(again)->nodes() == lattice->nodes());
}

TEST(Field, NoiseHasMeanZeroAndDeviationOne) {
    Rng random(3, 0, "field");
    const Field noise = noise_field(600, 400, 1, {20, 4, 0.5}, random);
    double sum = 0, square = 0;
    for (const float value : noise.values) {
        sum += value;
        square += value * value;
    }
    const auto count = static_cast<double>(noise.values.size());
    EXPECT_NEAR(sum / count, 0, 0.2);
    EXPECT_NEAR(square / count, 1, 0.25);
}

TEST(Field, BlurIsAGaussian) {
    Field field(101, 101, 1);
    field.row(50)[50] = 1;
    blur(field, 6);
    double sum = 0, square = 0;
    for (int j = 0; j < field.rows; ++j)
        for (int i = 0; i < field.columns; ++i) {
            sum += field.row(j)[i];
            square += field.row(j)[i] * (i - 50.0) * (i - 50.0);
        }
    EXPECT_NEAR(sum, 1, 1e-4);
    EXPECT_NEAR(std::sqrt(square), 6, 0.2);
    EXPECT_NEAR(field.row(50)[50], 1 / (2 * k_pi * 36), 0.0009);
}

} // namespace
} // namespace ecgpress
