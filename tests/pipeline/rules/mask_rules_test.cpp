#include <gtest/gtest.h>

#include "dataset/formats/mask_runs.hpp"
#include "pipeline/rules/crop_rules.hpp"
#include "pipeline/rules/image_rules.hpp"
#include "pipeline/rules/lead_rules.hpp"
#include "pipeline/rules/mask_decoders.hpp"
#include "right_page.hpp"

namespace ecgpress {
namespace {

using testing_support::right_page;
using testing_support::right_positions;
using testing_support::right_sample;

/// A mask of a random shape with separate parts and holes.
LeadMask random_mask(std::uint32_t seed) {
    LeadMask mask{Image(9, 7, 1), 3, 2};
    for (std::uint8_t& pixel : mask.coverage.pixels) {
        seed = seed * 1664525 + 1013904223;
        pixel = seed >> 31 == 0 ? 0 : 255;
    }
    for (int x : {0, 8}) mask.coverage.row(x == 0 ? 0 : 6)[x] = 255; // touches all sides
    return mask;
}

void expect_same(const LeadMask& one, const std::optional<LeadMask>& other) {
    ASSERT_TRUE(other);
    EXPECT_EQ(one.x, other->x);
    EXPECT_EQ(one.y, other->y);
    EXPECT_EQ(one.coverage.width, other->coverage.width);
    EXPECT_EQ(one.coverage.pixels, other->coverage.pixels);
}

TEST(MaskDecoders, ReadBackRunsAndPolygons) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        const LeadMask mask = random_mask(seed);
        expect_same(mask, mask_of_runs(text_of_runs(column_runs(mask, 14, 12)), 14, 12));
        expect_same(mask, mask_of_polygon(polygon_of(mask)));
    }
}

TEST(MaskDecoders, WrongRunsAreRefused) {
    const std::string runs = text_of_runs(column_runs(random_mask(1), 14, 12));
    EXPECT_FALSE(mask_of_runs(runs, 13, 12));
    EXPECT_FALSE(mask_of_runs(runs.substr(1), 14, 12));
    EXPECT_FALSE(mask_of_runs("\x01", 14, 12));
    EXPECT_FALSE(mask_of_runs("", 14, 12));
    EXPECT_FALSE(mask_of_polygon({{1, 1}, {2, 2}}));
}

TEST(LeadRules, EachWrongKeyPointIsFound) {
    const PageRows rows = right_page();
    const Sample sample = right_sample(rows);
    const KeyPoints right = key_points(sample, sample.leads[1]);
    EXPECT_EQ(check_key_points(right, rows, 1, 0.01), Problems{});
    for (std::size_t i = 0; i < right.size(); ++i) {
        const std::vector<std::function<void(KeyPoint&)>> changes{
            [](auto& point) { point.at.x_px += 1; },
            [&](auto& point) { point.at.y_px += i == 1 || i == 2 ? 30 : 1; },
            [](auto& point) { point.visibility = Visibility::hidden; },
            [](auto& point) { point = {}; }};
        for (const auto& change : changes) {
            KeyPoints points = right;
            change(points[i]);
            EXPECT_FALSE(check_key_points(points, rows, 1, 0.01).empty()) << "point " << i;
        }
    }
}

TEST(LeadRules, AMaskIsInItsCropAndNotMoreThanItsInk) {
    PageRows rows = right_page();
    const PixelRect& crop = rows.leads[0].crop_px;
    LeadMask mask{Image(3, 3, 1), crop.x + 1, crop.y + 1};
    mask.coverage.pixels.assign(9, 255);
    EXPECT_EQ(check_lead_mask(mask, rows, 0), Problems{});
    rows.leads[0].target_ink_px = 8;
    EXPECT_EQ(check_lead_mask(mask, rows, 0).size(), 1U);
    mask.x = crop.x - 1;
    EXPECT_EQ(check_lead_mask(mask, rows, 0).size(), 1U);
}

/// Full coverage within 1 px of the trace's samples.
Image drawn_mask(const PageRows& rows, std::size_t lead) {
    const PixelRect& crop = rows.leads[lead].crop_px;
    Image mask(crop.width, crop.height, 1);
    for (const PointPx& at : right_positions(rows, lead))
        for (int dy : {0, 1})
            mask.row(static_cast<int>(at.y_px) + dy - crop.y)[static_cast<int>(at.x_px) - crop.x] =
                255;
    return mask;
}

TEST(LeadRules, EndsOfATraceAreOnItsMask) {
    const PageRows rows = right_page();
    const Sample sample = right_sample(rows);
    const LeadsRow& lead = rows.leads[1];
    LeadMask mask{drawn_mask(rows, 1), lead.crop_px.x, lead.crop_px.y};
    KeyPoints points = key_points(sample, sample.leads[1]);
    EXPECT_EQ(check_ends_on_mask(points, mask, lead), Problems{});
    points[2].at.y_px += 30;
    EXPECT_EQ(check_ends_on_mask(points, mask, lead).size(), 1U);
    points[2] = {};
    EXPECT_EQ(check_ends_on_mask(points, mask, lead), Problems{}) << "outside the image";
    points[1].at.x_px = std::nan("");
    EXPECT_EQ(check_ends_on_mask(points, mask, lead), Problems{}) << "reported by other rules";
}

TEST(CropRules, MaskIsWhereItsTraceIs) {
    const PageRows rows = right_page();
    const TraceTruth trace = right_sample(rows).leads[0].truth;
    Image mask = drawn_mask(rows, 0);
    EXPECT_EQ(check_mask_position(mask, trace, rows.leads[0], rows.page), Problems{});
    for (int y = 0; y < mask.height; ++y) std::fill_n(mask.row(y) + 30, 4, std::uint8_t{0});
    EXPECT_EQ(check_mask_position(mask, trace, rows.leads[0], rows.page).size(), 1U);
    PageRows moved = rows;
    moved.leads[0].crop_px.y += 8;
    EXPECT_FALSE(
        check_mask_position(drawn_mask(rows, 0), trace, moved.leads[0], rows.page).empty());
}

TEST(CropRules, InkOfOtherLeadsIsCountedInTheirMasks) {
    PageRows rows = right_page();
    PageMasks masks;
    for (std::size_t i = 0; i < 3; ++i) masks.push_back(drawn_mask(rows, i));
    ASSERT_TRUE(are_all_printed(masks, rows));
    EXPECT_EQ(check_other_ink(masks, rows, 1), Problems{});
    rows.leads[1].other_ink_px = 1;
    EXPECT_EQ(check_other_ink(masks, rows, 1).size(), 1U);
    Image overlap(rows.page.width_px, rows.page.height_px, 1);
    EXPECT_EQ(check_overlap_mask(overlap, masks, rows), Problems{});
    overlap.row(5)[5] = 9;
    EXPECT_EQ(check_overlap_mask(overlap, masks, rows).size(), 1U);
    Image visible = masks[0];
    EXPECT_EQ(check_visible_mask(visible, masks, rows, 0), Problems{});
    *std::find(visible.pixels.begin(), visible.pixels.end(), 255) = 0;
    EXPECT_EQ(check_visible_mask(visible, masks, rows, 0).size(), 1U);
}

TEST(CropRules, VisibleBoxIsThatOfTheVisibleMask) {
    PageRows rows = right_page();
    LeadsRow& lead = rows.leads[0];
    PageMasks masks;
    for (std::size_t i = 0; i < 3; ++i) masks.push_back(drawn_mask(rows, i));
    Image visible = masks[0];
    EXPECT_EQ(check_visible_ink(visible, masks, rows, 0), Problems{});
    constexpr int k_hidden_px = 40; // columns of ink from the left that something hides
    const int first = 20 - lead.crop_px.x;
    for (int y = 0; y < visible.height; ++y) std::fill_n(visible.row(y), first + k_hidden_px, 0);
    EXPECT_EQ(check_visible_ink(visible, masks, rows, 0).size(), 1U) << "the box is too large";
    lead.visible_box_px.x0_px += k_hidden_px;
    EXPECT_EQ(check_visible_ink(visible, masks, rows, 0), Problems{});
    for (const double by_px : {-5.0, 5.0}) {
        LeadsRow& wrong = rows.leads[0];
        wrong.visible_box_px.x0_px += by_px;
        EXPECT_EQ(check_visible_ink(visible, masks, rows, 0).size(), 1U) << by_px;
        wrong.visible_box_px.x0_px -= by_px;
    }
    lead.visible_box_px = {};
    EXPECT_EQ(check_visible_ink(visible, masks, rows, 0).size(), 1U);
    visible.pixels.assign(visible.pixels.size(), 0);
    EXPECT_EQ(check_visible_ink(visible, masks, rows, 0), Problems{});
}

TEST(CropRules, ImageShowsTheTracesOfItsPage) {
    const PageRows rows = right_page();
    PageTruth truth;
    Image page(rows.page.width_px, rows.page.height_px, 3), other = page;
    page.pixels.assign(page.pixels.size(), 230);
    other.pixels.assign(other.pixels.size(), 230);
    for (std::size_t i = 0; i < 3; ++i) {
        truth.leads.push_back({"I", 0, 0, 0, {}, right_sample(rows).leads[i].truth});
        for (const PointPx& at : right_positions(rows, i)) {
            const auto x = static_cast<int>(std::lround(at.x_px)),
                       y = static_cast<int>(std::lround(at.y_px));
            for (int channel = 0; channel < 3; ++channel) {
                page.row(y)[3 * x + channel] = 20;
                other.row(y + (x % 14 < 10 ? 6 : 0))[3 * x + channel] = 20; // crosses it
            }
        }
    }
    const PixelRect all{0, 0, page.width, page.height};
    EXPECT_EQ(check_traces_in_image(page, all, truth, rows), Problems{});
    EXPECT_EQ(check_traces_in_image(other, all, truth, rows).size(), 1U);
    for (LeadTruth& lead : truth.leads)
        lead.trace.sample_flags.assign(lead.trace.sample_flags.size(), k_seen_well);
    EXPECT_EQ(check_traces_in_image(other, all, truth, rows), Problems{}) << "faded traces";
}

/// Noise crosses the places beside its own samples, so their grey levels tell nothing.
TEST(CropRules, ATraceBesideItselfIsShown) {
    const PageRows rows = right_page();
    PageTruth truth;
    Image page(rows.page.width_px, rows.page.height_px, 3);
    page.pixels.assign(page.pixels.size(), 230);
    const auto paint = [&](double x_px, double y_px, std::uint8_t grey) {
        std::fill_n(page.row(static_cast<int>(std::lround(y_px))) + 3 * std::lround(x_px), 3, grey);
    };
    for (std::size_t i = 0; i < 3; ++i) {
        TraceTruth trace = right_sample(rows).leads[i].truth;
        std::vector<float>&x = trace.sample_x_px, &y = trace.sample_y_px;
        for (std::size_t k = 0; k < x.size(); ++k) {
            const auto step = static_cast<double>(k);
            x[k] = static_cast<float>(rows.leads[i].first_x_px + 0.2 * step);
            y[k] = static_cast<float>(rows.leads[i].baseline_y_px + std::fmod(8 * step, 21) - 10);
        }
        for (std::size_t k = 1; k < x.size(); ++k)
            for (double share = 0; share <= 1; share += 0.02)
                paint(x[k - 1] + share * (x[k] - x[k - 1]), y[k - 1] + share * (y[k] - y[k - 1]),
                      20);
        for (std::size_t k = 0; k < x.size(); k += 20) paint(x[k], y[k], 200); // tips are pale
        truth.leads.push_back({"I", 0, 0, 0, {}, std::move(trace)});
    }
    EXPECT_EQ(check_traces_in_image(page, {0, 0, page.width, page.height}, truth, rows),
              Problems{});
}

TEST(CropRules, CropsShowTheSamePixelsWhereTheyOverlap) {
    Image one(8, 6, 3), other(8, 6, 3);
    for (int y = 0; y < 6; ++y)
        for (int i = 0; i < 24; ++i) {
            one.row(y)[i] = static_cast<std::uint8_t>(7 * (i + 3 * 2) + 11 * (y + 3));
            other.row(y)[i] = static_cast<std::uint8_t>(7 * i + 11 * y);
        }
    const PixelRect place{2, 3, 8, 6}, origin{0, 0, 8, 6};
    EXPECT_EQ(check_same_pixels(one, place, other, origin), Problems{});
    EXPECT_EQ(check_same_pixels(one, {40, 3, 8, 6}, other, origin), Problems{});
    one.row(0)[0] ^= 1;
    EXPECT_EQ(check_same_pixels(one, place, other, origin).size(), 1U);
}

TEST(CropRules, CropIsAPartOfItsPage) {
    Image page(60, 50, 3), crop(20, 16, 3);
    for (std::size_t i = 0; i < page.pixels.size(); ++i)
        page.pixels[i] = static_cast<std::uint8_t>(i / 3 % 60 * 4);
    const PixelRect rect{7, 9, 20, 16};
    for (int y = 0; y < 16; ++y) std::copy_n(page.row(9 + y) + 21, crop.stride(), crop.row(y));
    EXPECT_EQ(check_crop_pixels(crop, page, rect, 95), Problems{});
    EXPECT_EQ(check_crop_pixels(crop, page, {12, 9, 20, 16}, 95).size(), 1U);
    EXPECT_EQ(check_crop_pixels(crop, page, {50, 9, 20, 16}, 95).size(), 1U);
    for (int i = 0; i < 3; ++i) crop.row(5)[3 * 5 + i] ^= 128;
    EXPECT_EQ(check_crop_pixels(crop, page, rect, 95).size(), 1U);
}

} // namespace
} // namespace ecgpress
