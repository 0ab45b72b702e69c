// The renderer's optimisations (cached blanks, recycled images, tiles) change no pixel.
#include <gtest/gtest.h>

#include "render/draw/grid.hpp"
#include "render/draw/renderer.hpp"
#include "render/hand_made_page.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

std::shared_ptr<const Typeface> shared_typeface() {
    static const auto face = std::make_shared<const Typeface>(FontFile::find(Face::sans, {}));
    return face;
}

RenderedPage drawn_afresh(const Page& page) {
    return Renderer(Typefaces{{shared_typeface()}}).render(page, image_from_page(page));
}

void expect_equal(const RenderedPage& a, const RenderedPage& b) {
    ASSERT_EQ(a.image.width, b.image.width);
    ASSERT_EQ(a.image.height, b.image.height);
    EXPECT_TRUE(a.image.pixels == b.image.pixels);
    ASSERT_EQ(a.traces.size(), b.traces.size());
    for (std::size_t i = 0; i < a.traces.size(); ++i) {
        EXPECT_EQ(a.traces[i].rect, b.traces[i].rect);
        EXPECT_TRUE(a.traces[i].coverage == b.traces[i].coverage);
    }
}

/// Pages of several heights and styles, in an order that uses each optimisation.
std::vector<Page> various_pages() {
    std::vector<Page> pages;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        pages.push_back(hand_made_page(1 + static_cast<int>(seed % 4), 2, 1.5,
                                       seed % 3 == 2 ? 120 : 200, seed));
        if (seed % 5 == 4) pages.back().style.paper_colour = {246, 240, 226};
    }
    return pages;
}

TEST(Renderer, ReusedRendererDrawsTheSame) {
    Renderer kept(Typefaces{{shared_typeface()}});
    for (const Page& page : various_pages())
        expect_equal(kept.render(page, image_from_page(page)), drawn_afresh(page));
}

TEST(Renderer, RecycledImagesDrawTheSame) {
    Renderer kept(Typefaces{{shared_typeface()}});
    for (const Page& page : various_pages()) {
        RenderedPage drawn = kept.render(page, image_from_page(page));
        expect_equal(drawn, drawn_afresh(page));
        kept.recycle(std::move(drawn));
    }
}

TEST(Renderer, UndrawnTilesEqualTheBlank) {
    for (const Page& page : various_pages()) {
        const RenderedPage drawn = drawn_afresh(page);
        const Image blank = draw_blank(page, image_from_page(page));
        ASSERT_TRUE(drawn.blank != nullptr);
        int with_ink = 0;
        for (int y = 0; y < drawn.image.height; ++y)
            for (int x = 0; x < drawn.image.width; ++x) {
                const bool equal = std::equal(drawn.image.row(y) + 3 * x,
                                              drawn.image.row(y) + 3 * x + 3, blank.row(y) + 3 * x);
                if (!equal) ++with_ink;
                ASSERT_TRUE(equal || drawn.drawn.has(x / k_tile_px, y / k_tile_px))
                    << x << ' ' << y;
            }
        EXPECT_GT(with_ink, 1000);
    }
}

TEST(Renderer, ATracesMaskDoesNotDependOnItsNeighbours) {
    Page page = hand_made_page(3, 2, 1.5, 200, 7);
    for (std::size_t i = 1; i < page.panels.size(); ++i) // all in the same place
        for (PointMm& point : page.panels[i].trace_mm) point.y_mm -= 8;
    const RenderedPage all = drawn_afresh(page);
    for (std::size_t i = 0; i < page.panels.size(); ++i) {
        Page alone = page;
        alone.panels = {page.panels[i]};
        const RenderedPage one = drawn_afresh(alone);
        EXPECT_EQ(one.traces[0].rect, all.traces[i].rect);
        EXPECT_TRUE(one.traces[0].coverage == all.traces[i].coverage);
    }
}

TEST(Renderer, InkInTheImageAgreesWithTheMask) {
    Page page = hand_made_page(2, 1, 2, 200, 3);
    page.texts.clear();
    page.lines.clear();
    page.style.show_grid = false;
    page.style.trace_colour = {0, 0, 0};
    const RenderedPage drawn = drawn_afresh(page);
    for (int y = 0; y < drawn.image.height; ++y)
        for (int x = 0; x < drawn.image.width; ++x) {
            double paper = 255;
            for (const InkMask& trace : drawn.traces) paper *= 1 - trace.at(x, y) / 255.0;
            ASSERT_NEAR(drawn.image.row(y)[3 * x], paper, 1.5) << x << ' ' << y;
        }
}

TEST(Renderer, LinesInAnyDirection) {
    Page page = hand_made_page(1, 1, 2, 200, 3);
    page.panels.clear();
    page.texts.clear();
    page.style.show_grid = false;
    const double width_mm = 0.4, px_per_mm = 200 / k_mm_per_inch;
    for (const PointMm to : {PointMm{30, 10}, {10, 30}, {30, 30}, {2, 17}}) {
        page.lines = {{{10, 10}, to, width_mm, {0, 0, 0}}};
        const Image image = drawn_afresh(page).image;
        double area_px = 0;
        for (std::size_t i = 0; i < image.pixels.size(); i += 3)
            area_px += 1 - image.pixels[i] / 255.0;
        const double length_mm = std::hypot(to.x_mm - 10, to.y_mm - 10);
        const bool level = to.x_mm == 10 ||
                           to.y_mm == 10; // axis-parallel lines have square ends, others round ones
        const double caps_mm2 = level ? 0 : 3.14159265358979 * width_mm * width_mm / 4;
        EXPECT_NEAR(area_px, (length_mm * width_mm + caps_mm2) * px_per_mm * px_per_mm,
                    0.01 * area_px)
            << to.x_mm << ' ' << to.y_mm;
    }
}

} // namespace
} // namespace ecgpress
