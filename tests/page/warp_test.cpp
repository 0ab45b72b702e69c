#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/error.hpp"
#include "core/random.hpp"
#include "page/lattice.hpp"
#include "page/warp.hpp"

namespace ecgpress {
namespace {

TEST(Lattice, RejectsFarNodesAndAnyPositionHasACell) {
    const int far = std::numeric_limits<int>::max();
    for (const Lattice::Node& node : {Lattice::Node{far, 0}, Lattice::Node{0, -far - 1}})
        EXPECT_THROW(Lattice(16, 16, {node, {}, {}, {}}), DataError);
    EXPECT_THROW(Lattice(-1, far, {{}, {}, {}, {}}), DataError);
    const Lattice lattice(16, 16, {{0, 0}, {16384, 0}, {0, 16384}, {16384, 16384}});
    const double nan = std::nan("");
    EXPECT_TRUE(std::isnan(lattice.drawing_from_image({nan, 1}).x_px));
    EXPECT_TRUE(std::isnan(lattice.drawing_from_image({1, nan}).y_px));
    EXPECT_EQ(lattice.drawing_from_image({1e300, -1e300}).x_px, 1e300);
    EXPECT_EQ(lattice.drawing_from_image({-3, 8}).x_px, -3);
}

TEST(ImageFromPage, AnInchIsDpiPixelsAndThePagesEdgeIsHalfAPixelBeforeTheFirstCentre) {
    const ImageFromPage map(254, 25.4, 200);
    EXPECT_EQ(map.width_px(), 2000);
    EXPECT_EQ(map.height_px(), 200);
    EXPECT_NEAR(map(PointMm{0, 0}).x_px, -0.5, 1e-12);
    EXPECT_NEAR(map(PointMm{254, 25.4}).x_px, 1999.5, 1e-9);
    EXPECT_NEAR(map(PointMm{254, 25.4}).y_px, 199.5, 1e-9);
    EXPECT_NEAR(map(PointMm{25.4 / 400, 0}).x_px, 0, 1e-12) << "the first pixel's centre";
}

TEST(ImageFromPage, ThePageIsTheFrameToHalfAPixel) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        Rng random(1, i, "pages");
        const double width_mm = random.uniform(5, 400), height_mm = random.uniform(5, 400);
        const ImageFromPage map(width_mm, height_mm, random.uniform(20, 700));
        const RectPx page = map(RectMm{0, 0, width_mm, height_mm}), frame = map.frame();
        EXPECT_EQ(page.x0_px, 0);
        EXPECT_EQ(page.y0_px, 0);
        EXPECT_LE(std::abs(page.x1_px - frame.x1_px), 0.5 + 1e-9);
        EXPECT_LE(std::abs(page.y1_px - frame.y1_px), 0.5 + 1e-9);
        EXPECT_EQ(frame.width_px(), map.width_px());
        EXPECT_EQ(frame.height_px(), map.height_px());
    }
}

TEST(ImageFromPage, PixelsMapBackToTheSamePlaceOnPaper) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        Rng random(2, i, "points");
        const double dpi = random.uniform(20, 700);
        const ImageFromPage map(300, 200, dpi);
        const PointMm point{random.uniform(-50, 350), random.uniform(-50, 250)};
        const PointPx px = map(point);
        EXPECT_NEAR((px.x_px + 0.5) * 25.4 / dpi, point.x_mm, 1e-9);
        EXPECT_NEAR((px.y_px + 0.5) * 25.4 / dpi, point.y_mm, 1e-9);
        EXPECT_NEAR(map.px_per_mm() * 25.4, dpi, 1e-9);
    }
}

TEST(ImageFromPage, ARectanglesEdgesAreItsCornersPlusHalfAPixel) {
    for (std::uint64_t i = 0; i < 200; ++i) {
        Rng random(3, i, "rects");
        const ImageFromPage map(300, 200, random.uniform(20, 700));
        const PointMm from{random.uniform(0, 300), random.uniform(0, 200)};
        const PointMm to{random.uniform(0, 300), random.uniform(0, 200)};
        const RectPx rect = map(RectMm{from.x_mm, from.y_mm, to.x_mm, to.y_mm});
        EXPECT_NEAR(rect.x0_px, map(from).x_px + 0.5, 1e-9);
        EXPECT_NEAR(rect.y0_px, map(from).y_px + 0.5, 1e-9);
        EXPECT_NEAR(rect.x1_px, map(to).x_px + 0.5, 1e-9);
        EXPECT_NEAR(rect.y1_px, map(to).y_px + 0.5, 1e-9);
    }
}

TEST(ImageFromPage, OfAPageIsItsSizeAtItsDpi) {
    Page page;
    page.width_mm = 281.25;
    page.height_mm = 90;
    page.style.dpi = 403;
    const ImageFromPage map = image_from_page(page);
    EXPECT_EQ(map.width_px(), 4462);
    EXPECT_EQ(map.height_px(), 1428);
    EXPECT_NEAR(map.px_per_mm() * 5, 79.3, 0.05) << "px per cell";
}

} // namespace
} // namespace ecgpress
