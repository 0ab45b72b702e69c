// Polygons, run lengths and label maps represent exactly the foreground of the masks.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "dataset/formats/label_map.hpp"
#include "dataset/formats/mask_polygon.hpp"
#include "dataset/formats/mask_runs.hpp"
#include "dataset/lead_shapes.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// 1 where the mask of the page's first lead is at least 128, row by row.
Bytes foreground(const Image& ink, int x, int y, int width_px, int height_px) {
    Bytes pixels(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
    for (int row = 0; row < ink.height; ++row)
        for (int column = 0; column < ink.width; ++column)
            pixels[static_cast<std::size_t>((y + row) * width_px + x + column)] =
                ink.row(row)[column] >= 128 ? 1 : 0;
    return pixels;
}

/// Crossings of a ray from each pixel's centre to the left: their number's parity (even-odd rule)
/// and their sum by direction (non-zero rule).
struct Filled {
    Bytes even_odd, non_zero;
};
Filled filled(const std::vector<OutlinePoint>& polygon, int width_px, int height_px) {
    Filled filled;
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x) {
            int crossings = 0, winding = 0;
            for (std::size_t i = 0; i < polygon.size(); ++i) {
                const OutlinePoint &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
                if ((a.y > 2 * y + 1) == (b.y > 2 * y + 1)) continue;
                const double at = a.x + (b.x - a.x) * (2 * y + 1.0 - a.y) / (b.y - a.y);
                if (at > 2 * x + 1) continue;
                ++crossings;
                winding += a.y < b.y ? 1 : -1;
            }
            filled.even_odd.push_back(static_cast<std::uint8_t>(crossings % 2));
            filled.non_zero.push_back(winding != 0 ? 1 : 0);
        }
    return filled;
}

struct RandomPage {
    Image ink;
    int x, y, width_px, height_px;
    Sample sample;
};

/// The mask fills its page, or is at a random position in it.
RandomPage random_page(Draws& draws) {
    const auto below = [&](int count) {
        return static_cast<int>(draws.below(static_cast<std::uint64_t>(count)));
    };
    RandomPage page{random_ink(draws, 1 + below(25), 1 + below(25)), 0, 0, 0, 0, {}};
    page.x = below(2) * below(7);
    page.y = below(2) * below(7);
    page.width_px = page.x + page.ink.width + below(2) * below(5);
    page.height_px = page.y + page.ink.height + below(2) * below(5);
    page.sample = page_of({page.ink}, page.x, page.y, page.width_px, page.height_px);
    return page;
}

TEST(MaskPolygon, FilledByEitherRuleEqualsTheForeground) {
    Draws draws(1);
    int with_ink = 0;
    for (int round = 0; round < 400; ++round) {
        const RandomPage page = random_page(draws);
        const Bytes expected = foreground(page.ink, page.x, page.y, page.width_px, page.height_px);
        const auto mask = read_lead_mask(page.sample.row, page.sample.leads[0]);
        ASSERT_EQ(mask.has_value(), std::count(expected.begin(), expected.end(), 1) > 0);
        if (!mask) continue;
        ++with_ink;
        const Filled found = filled(polygon_of(*mask), page.width_px, page.height_px);
        ASSERT_TRUE(found.even_odd == expected) << round;
        ASSERT_TRUE(found.non_zero == expected) << round;
    }
    EXPECT_GT(with_ink, 300);
}

TEST(MaskPolygon, HasCornersOnlyWhereItTurns) {
    const auto corners_of = [](int width, int height, const std::vector<int>& blank) {
        Image ink(width, height, 1);
        std::fill(ink.pixels.begin(), ink.pixels.end(), std::uint8_t{255});
        for (const int pixel : blank) ink.pixels[static_cast<std::size_t>(pixel)] = 0;
        const Sample page = page_of({ink}, 3, 2, 60, 60);
        return polygon_of(*read_lead_mask(page.row, page.leads[0])).size();
    };
    EXPECT_EQ(corners_of(1, 1, {}), 4U);
    EXPECT_EQ(corners_of(40, 1, {}), 4U);
    EXPECT_EQ(corners_of(13, 17, {}), 4U);
    EXPECT_EQ(corners_of(3, 1, {1}), 4U + 4 + 2); // two parts, and the ends of the bridge twice
    EXPECT_EQ(corners_of(3, 3, {4}), 4U + 4 + 2); // a hole
    EXPECT_EQ(corners_of(2, 2, {1, 2}), 4U + 4);  // parts that touch at a corner
}

/// A stroke of 5 px through noise that moves a pixel up or down every few columns, with gaps.
Image noisy_stroke(Draws& draws, int width_px) {
    constexpr int k_height_px = 60, k_stroke_px = 5;
    Image ink(width_px, k_height_px, 1);
    int y = 25;
    for (int x = 0; x < width_px; ++x) {
        if (draws.below(5) == 0) y += static_cast<int>(draws.below(3)) - 1;
        y = std::min(std::max(y, 2), k_height_px - k_stroke_px - 2);
        if (x % 400 > 390) continue;
        for (int row = y; row < y + k_stroke_px; ++row) ink.row(row)[x] = 255;
    }
    return ink;
}

double iou(const Bytes& one, const Bytes& other) {
    double both = 0, either = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        both += one[i] != 0 && other[i] != 0 ? 1 : 0;
        either += one[i] != 0 || other[i] != 0 ? 1 : 0;
    }
    return both / either;
}

TEST(Outline, HasFewPointsAndNearlyTheAreaOfItsMask) {
    Draws draws(5);
    for (const int width_px : {900, 1200}) {
        const Image ink = noisy_stroke(draws, width_px);
        const Sample page = page_of({ink}, 4, 3, width_px + 9, 70);
        const LeadMask mask = *read_lead_mask(page.row, page.leads[0]);
        const Bytes expected = foreground(ink, 4, 3, width_px + 9, 70);
        const auto exact = polygon_of(mask);
        EXPECT_TRUE(outline_of(mask, 0) == exact);
        EXPECT_TRUE(outline_of(mask, exact.size() + 1) == exact) << "closed, it has size() + 1";
        for (const auto& [share, least_iou] : {std::pair{0.8, 0.99}, {0.5, 0.95}}) {
            const auto most = static_cast<std::uint64_t>(share * static_cast<double>(exact.size()));
            const auto outline = outline_of(mask, most);
            EXPECT_LT(outline.size(), most);
            const Filled found = filled(outline, width_px + 9, 70);
            EXPECT_GE(iou(found.even_odd, expected), least_iou) << width_px;
            EXPECT_GE(iou(found.non_zero, expected), least_iou) << width_px;
        }
    }
}

/// Also of masks with more parts than points.
TEST(Outline, NeverHasMorePointsThanItMay) {
    Draws draws(6);
    for (int round = 0; round < 200; ++round) {
        const RandomPage page = random_page(draws);
        const auto mask = read_lead_mask(page.sample.row, page.sample.leads[0]);
        if (!mask) continue;
        for (const std::uint64_t most : {4U, 5U, 16U, 40U}) {
            const auto outline = outline_of(*mask, most);
            ASSERT_LT(outline.size(), most);
            ASSERT_GE(outline.size(), 3U);
            for (const OutlinePoint& point : outline) {
                ASSERT_TRUE(point.x >= 2 * mask->x &&
                            point.x <= 2 * (mask->x + mask->coverage.width));
                ASSERT_TRUE(point.y >= 2 * mask->y &&
                            point.y <= 2 * (mask->y + mask->coverage.height));
            }
        }
    }
}

/// Decodes as the COCO API's maskApi.c does.
Bytes decoded(const std::string& text, int width_px, int height_px) {
    std::vector<std::int64_t> runs;
    for (std::size_t at = 0; at < text.size();) {
        std::int64_t value = 0;
        int shift = 0;
        for (bool more = true; more; shift += 5) {
            const int code = text.at(at++) - 48;
            value |= static_cast<std::int64_t>(code & 31) << shift;
            more = (code & 32) != 0;
            if (!more && (code & 16) != 0) value -= std::int64_t{32} << shift;
        }
        if (runs.size() > 2) value += runs[runs.size() - 2];
        runs.push_back(value);
    }
    Bytes columns;
    for (std::size_t i = 0; i < runs.size(); ++i)
        columns.insert(columns.end(), static_cast<std::size_t>(runs[i]),
                       static_cast<std::uint8_t>(i % 2));
    EXPECT_EQ(columns.size(),
              static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
    Bytes rows(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::size_t x = i / static_cast<std::size_t>(height_px),
                          y = i % static_cast<std::size_t>(height_px);
        rows[y * static_cast<std::size_t>(width_px) + x] = columns[i];
    }
    return rows;
}

TEST(MaskRuns, DecodeToTheForeground) {
    Draws draws(2);
    for (int round = 0; round < 400; ++round) {
        const RandomPage page = random_page(draws);
        const auto mask = read_lead_mask(page.sample.row, page.sample.leads[0]);
        if (!mask) continue;
        const auto runs = column_runs(*mask, page.width_px, page.height_px);
        for (std::size_t i = 1; i < runs.size(); ++i) ASSERT_GT(runs[i], 0U);
        ASSERT_TRUE(decoded(text_of_runs(runs), page.width_px, page.height_px) ==
                    foreground(page.ink, page.x, page.y, page.width_px, page.height_px))
            << round;
    }
}

TEST(MaskRuns, MatchTheCocoApi) {
    // Computed by hand from rleToString: 40 = 8 + 32 * 1; from the fourth on, values are
    // differences.
    EXPECT_EQ(text_of_runs({5, 1, 40}), "51X1");
    EXPECT_EQ(text_of_runs({5, 10, 40, 2}), "5:X1H");
    EXPECT_EQ(text_of_runs({0, 16, 1000000}), "0`0Pb`n0");
    EXPECT_EQ(text_of_runs({0, 1, 2, 300, 1}), "012[9O");
}

TEST(LabelMap, APixelBelongsToTheStrongerThenTheLaterLead) {
    const auto mask = [](const Bytes& row) {
        Image image(static_cast<int>(row.size()), 1, 1);
        image.pixels = row;
        return image;
    };
    const Sample page = page_of({mask({200, 200, 200, 0, 127, 255}), mask({199, 200, 201, 0, 0, 0}),
                                 mask({0, 0, 127, 127, 127, 255})},
                                2, 1, 9, 3);
    const Image labels = label_map(page, {});
    EXPECT_EQ(labels.channels, 1);
    EXPECT_EQ(Bytes(labels.row(1), labels.row(2)), (Bytes{0, 0, 1, 2, 2, 0, 0, 3, 0}));
    EXPECT_EQ(Bytes(labels.row(0), labels.row(1)), Bytes(9));
    EXPECT_EQ(Bytes(labels.row(2), labels.row(2) + 9), Bytes(9));
}

TEST(LeadMask, SeveralColumnsPerPixelAreAveraged) {
    Image fine(8, 1, 1);
    fine.pixels = {128, 128, 127, 128, 255, 1, 255, 0};
    Sample page = page_of({fine}, 4, 0, 8, 1);
    page.leads[0].row.crop_px.width = 4;
    page.leads[0].row.mask_columns_per_px = 2;
    const auto mask = read_lead_mask(page.row, page.leads[0]);
    ASSERT_TRUE(mask);
    EXPECT_EQ(mask->x, 4);
    EXPECT_EQ(mask->coverage.pixels, (Bytes{128, 127, 128}));
}

TEST(LeadMask, AnotherSizeThanTheCropIsRejected) {
    Sample page = page_of({Image(4, 3, 1)}, 0, 0, 9, 9);
    EXPECT_FALSE(read_lead_mask(page.row, page.leads[0]));
    page.leads[0].row.crop_px = {0, 0, 4, 4};
    EXPECT_THROW(read_lead_mask(page.row, page.leads[0]), DataError);
    page.leads[0].row.crop_px = {6, 0, 4, 3};
    EXPECT_THROW(read_lead_mask(page.row, page.leads[0]), DataError);
}

} // namespace
} // namespace ecgpress
