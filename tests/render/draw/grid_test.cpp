// The millimetre grid: exact positions and areas of lines.
#include <cmath>
#include <gtest/gtest.h>

#include "render/draw/grid.hpp"

namespace ecgpress {
namespace {

Page paper(double dpi) {
    Page page;
    page.width_mm = 41;
    page.height_mm = 23;
    page.style.dpi = dpi;
    page.style.grid_minor_width_mm = 0.13;
    page.style.grid_major_width_mm = 0.27;
    page.style.paper_colour = {255, 255, 255};
    return page;
}

/// Darkness (0-1) of each pixel of a row or column by lines of one colour on white. The colours of
/// these tests are black in one channel and white in the others.
double darkness(const Image& image, int x, int y, int channel) {
    return 1 - image.row(y)[3 * x + channel] / 255.0;
}

constexpr Colour k_minor{0, 255, 255}, k_major{255, 0, 255};

TEST(Grid, LinesLieAtTheirMillimetres) {
    for (const double dpi : {200.0, 403.0, 600.0}) {
        Page page = paper(dpi);
        page.style.grid_minor_colour = k_minor;
        page.style.grid_major_colour = k_major;
        const Image image = draw_blank(page, image_from_page(page));
        const double px_per_mm = dpi / k_mm_per_inch;
        const auto expect_line = [&](double at_mm, double width_mm, int channel) {
            // Sum and centre of darkness across the line, in rows halfway between lines.
            const int y = static_cast<int>(2.5 * px_per_mm);
            const double centre_px = at_mm * px_per_mm - 0.5;
            const int reach = static_cast<int>(0.4 * px_per_mm);
            double sum = 0, moment = 0;
            for (int x = static_cast<int>(centre_px) - reach;
                 x <= static_cast<int>(centre_px) + reach + 1; ++x) {
                sum += darkness(image, x, y, channel);
                moment += x * darkness(image, x, y, channel);
            }
            EXPECT_NEAR(sum, width_mm * px_per_mm, 0.02) << at_mm << " mm at " << dpi;
            EXPECT_NEAR(moment / sum, centre_px, 0.02) << at_mm << " mm at " << dpi;
        };
        for (const int mm : {1, 2, 4, 6, 17, 39}) expect_line(mm, 0.13, 0);
        for (const int mm : {5, 10, 35}) expect_line(mm, 0.27, 1);
    }
}

TEST(Grid, FramesArePartOfItAndOfItsKey) {
    Page page = paper(254); // 10 px per mm
    page.style.grid_major_colour = k_major;
    for (const bool grid : {true, false}) {
        page.style.show_grid = grid;
        page.frame_bars.clear();
        const std::string without = blank_key(page, image_from_page(page));
        const Image bare = draw_blank(page, image_from_page(page));
        page.frame_bars = {{7.3, 2.2, 7.8, 20}};
        EXPECT_NE(blank_key(page, image_from_page(page)), without);
        const Image framed = draw_blank(page, image_from_page(page));
        for (int y = 0; y < framed.height; ++y)
            for (int x = 0; x < framed.width; ++x) {
                const bool inside = x >= 73 && x < 78 && y >= 22 && y < 200;
                EXPECT_EQ(framed.row(y)[3 * x + 1], inside ? 0 : bare.row(y)[3 * x + 1]);
            }
    }
}

TEST(Grid, MajorLinesReplaceMinorLines) {
    Page page = paper(403);
    page.style.grid_minor_colour = k_minor;
    page.style.grid_major_colour = k_major;
    page.style.grid_minor_width_mm = 0.5; // wider than the major line, so it would be visible
    page.style.grid_major_width_mm = 0.2;
    const Image image = draw_blank(page, image_from_page(page));
    const double px_per_mm = 403 / k_mm_per_inch;
    const int y = static_cast<int>(2.5 * px_per_mm);
    for (const double offset_mm : {-0.2, 0.2})
        EXPECT_EQ(darkness(image, static_cast<int>((5 + offset_mm) * px_per_mm), y, 0), 0);
}

TEST(Grid, CrossingsCoverNoAreaTwice) {
    Page page = paper(200);
    page.style.grid_minor_colour = page.style.grid_major_colour = {0, 0, 0};
    const Image image = draw_blank(page, image_from_page(page));
    for (int y = 1; y < image.height; ++y)
        for (int x = 1; x < image.width; ++x) {
            // The darkness by only one line is measured where the other one is absent.
            const int clear_x = static_cast<int>(2.5 * 200 / k_mm_per_inch), clear_y = clear_x;
            const double across = darkness(image, x, clear_y, 0);
            const double along = darkness(image, clear_x, y, 0);
            ASSERT_NEAR(darkness(image, x, y, 0), 1 - (1 - across) * (1 - along), 2.5 / 255)
                << x << ' ' << y;
        }
}

TEST(Grid, NoGridIsPlainPaper) {
    Page page = paper(200);
    page.style.show_grid = false;
    page.style.paper_colour = {246, 240, 226};
    const Image image = draw_blank(page, image_from_page(page));
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const std::uint8_t* rgb = image.row(y) + 3 * x;
            ASSERT_EQ((Colour{rgb[0], rgb[1], rgb[2]}), page.style.paper_colour);
        }
}

TEST(Grid, EqualKeysMeanEqualBlanksAtAnyHeight) {
    const Page page = paper(200);
    Page higher = page;
    higher.height_mm = 31;
    const auto map = image_from_page(page), higher_map = image_from_page(higher);
    ASSERT_EQ(blank_key(page, map), blank_key(higher, higher_map));
    const Image low = draw_blank(page, map), high = draw_blank(higher, higher_map);
    EXPECT_TRUE(std::equal(low.pixels.begin(), low.pixels.end(), high.pixels.begin()));
}

TEST(Grid, WhateverChangesTheBlankChangesItsKey) {
    const std::vector<void (*)(Page&)> changes{
        [](Page& page) { page.width_mm += 5; },
        [](Page& page) { page.style.dpi += 0.5; },
        [](Page& page) { page.style.paper_colour.blue = 250; },
        [](Page& page) { page.style.grid_minor_pitch_mm = 2.5; },
        [](Page& page) { page.style.grid_major_pitch_mm = 10; },
        [](Page& page) { page.style.grid_minor_width_mm += 0.01; },
        [](Page& page) { page.style.grid_major_width_mm += 0.01; },
        [](Page& page) { page.style.grid_minor_colour.red = 1; },
        [](Page& page) { page.style.grid_major_colour.green = 1; },
        [](Page& page) { page.style.show_grid = false; },
    };
    const Page page = paper(200);
    const Image image = draw_blank(page, image_from_page(page));
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Page changed = page;
        changes[i](changed);
        EXPECT_NE(draw_blank(changed, image_from_page(changed)).pixels, image.pixels) << i;
        EXPECT_NE(blank_key(changed, image_from_page(changed)),
                  blank_key(page, image_from_page(page)))
            << i;
    }
}

TEST(Grid, DotsHaveTheirPositionsAndSizes) {
    for (const double dpi : {150.0, 200.0, 600.0}) {
        Page page = paper(dpi);
        page.style.grid_form = GridForm::dots;
        page.style.grid_minor_width_mm = 0.3;
        page.style.grid_minor_colour = k_minor;
        page.style.grid_major_colour = k_major;
        const Image image = draw_blank(page, image_from_page(page));
        const double px_per_mm = dpi / k_mm_per_inch;
        double all = 0;
        for (int row = 1; row < 23; ++row)
            for (int column = 1; column < 41; ++column) {
                // Sum and centre of darkness around the position of a dot or a line.
                const double cx = column * px_per_mm - 0.5, cy = row * px_per_mm - 0.5;
                const int reach = static_cast<int>(0.4 * px_per_mm);
                double sum = 0, mx = 0, my = 0;
                for (int y = static_cast<int>(cy) - reach; y <= static_cast<int>(cy) + reach + 1;
                     ++y)
                    for (int x = static_cast<int>(cx) - reach;
                         x <= static_cast<int>(cx) + reach + 1; ++x) {
                        if (x >= image.width || y >= image.height) continue;
                        const double dark = darkness(image, x, y, 0);
                        sum += dark;
                        mx += dark * x;
                        my += dark * y;
                    }
                all += sum;
                if (row % 5 == 0 || column % 5 == 0) {
                    EXPECT_NEAR(sum, 0, 1e-9);
                    continue;
                }
                const double area = 3.14159 * 0.15 * 0.15 * px_per_mm * px_per_mm;
                EXPECT_NEAR(sum / area, 1, 0.25 / (0.15 * px_per_mm));
                EXPECT_NEAR(mx / sum, cx, 0.1); // a ramp, not the exact area
                EXPECT_NEAR(my / sum, cy, 0.1);
            }
        EXPECT_GT(all, 0);
    }
}

TEST(Grid, AnInsetGridIsFramedByWholeMajorPitches) {
    Page page = paper(200);
    page.style.grid_inset_left_mm = 3;
    page.style.grid_inset_right_mm = 2; // leaves 36 mm: seven pitches
    page.style.grid_inset_top_mm = 4;
    page.style.grid_inset_bottom_mm = 1; // leaves 18 mm: three
    page.style.grid_minor_colour = page.style.grid_major_colour = {0, 0, 0};
    const Image image = draw_blank(page, image_from_page(page));
    const double px_per_mm = 200 / k_mm_per_inch;
    const double half = page.style.grid_major_width_mm / 2;
    const double x0 = (3 - half) * px_per_mm, x1 = (38 + half) * px_per_mm,
                 y0 = (4 - half) * px_per_mm, y1 = (19 + half) * px_per_mm;
    double ink = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const double dark = darkness(image, x, y, 0);
            ink += dark;
            if (x + 1 <= x0 || x >= x1 || y + 1 <= y0 || y >= y1) {
                EXPECT_EQ(dark, 0);
            }
        }
    // The frame's corners are filled: ink reaches the outermost pixels of the frame.
    EXPECT_GT(darkness(image, static_cast<int>(x0 + 0.5), static_cast<int>(y0 + 0.5), 0), 0.3);
    EXPECT_GT(darkness(image, static_cast<int>(x1 - 0.5), static_cast<int>(y1 - 0.5), 0), 0.3);
    // Horizontal lines end exactly at the frame, so the ink equals the area of the lines.
    double wide = 0, high = 0; // widths of all vertical and horizontal lines
    for (int i = 0; i <= 35; ++i) wide += i % 5 == 0 ? 0.27 : 0.13;
    for (int i = 0; i <= 15; ++i) high += i % 5 == 0 ? 0.27 : 0.13;
    const double area = wide * 15.27 + high * 35.27 - wide * high;
    EXPECT_NEAR(ink / (px_per_mm * px_per_mm), area, 0.01 * area);
}

TEST(Grid, HeavyLinesAreDrawnOverOthers) {
    Page page = paper(300);
    page.style.grid_super_pitch_mm = 20;
    page.style.grid_super_width_mm = 0.5;
    page.style.grid_super_colour = {255, 255, 0};
    page.style.grid_minor_colour = page.style.grid_major_colour = {255, 0, 255};
    const Image image = draw_blank(page, image_from_page(page));
    const double px_per_mm = 300 / k_mm_per_inch;
    const int y = static_cast<int>(2.5 * px_per_mm);
    double blue = 0;
    for (int x = static_cast<int>(19 * px_per_mm); x < static_cast<int>(21 * px_per_mm); ++x)
        blue += darkness(image, x, y, 2);
    EXPECT_NEAR(blue, 0.5 * px_per_mm, 0.02 * px_per_mm);
    EXPECT_GT(darkness(image, static_cast<int>(25 * px_per_mm), y, 1), 0.5); // a major line
    EXPECT_EQ(darkness(image, static_cast<int>(25 * px_per_mm), y, 2), 0);
}

} // namespace
} // namespace ecgpress
