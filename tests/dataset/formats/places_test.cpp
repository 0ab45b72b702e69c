// Boxes, corners and key points in label formats.
#include <cmath>
#include <gtest/gtest.h>

#include "dataset/formats/key_points.hpp"
#include "dataset/formats/oriented_box.hpp"
#include "dataset/lead_shapes.hpp"
#include "dataset/shard/yolo_lines.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// The numbers of a line, in millionths; each has six decimals.
std::vector<long long> millionths(const std::string& text) {
    std::vector<long long> numbers;
    for (const std::string& word : split_text(trimmed(text), ' ')) {
        const std::size_t point = word.find('.');
        if (point == std::string::npos) continue; // skips the class
        EXPECT_EQ(word.size() - point, 7U) << word;
        numbers.push_back(std::stoll(word.substr(0, point)) * 1000000 +
                          std::stoll(word.substr(point + 1)));
    }
    return numbers;
}

TEST(YoloLines, NothingIsOutsideTheImage) {
    Draws draws(5);
    for (int round = 0; round < 2000; ++round) {
        const int width = 1 + static_cast<int>(draws.below(5000)),
                  height = 1 + static_cast<int>(draws.below(5000));
        YoloLines lines(width, height);
        const double x = draws.number(), y = draws.number();
        lines.begin(3).box({x, y, x + draws.number() + 1001, y + draws.number() + 1001});
        const auto box = millionths(lines.text());
        ASSERT_EQ(box.size(), 4U);
        for (std::size_t axis = 0; axis < 2; ++axis) {
            ASSERT_GE(2 * box[axis] - box[axis + 2], 0) << lines.text();
            ASSERT_LE(2 * box[axis] + box[axis + 2], 2000000) << lines.text();
            ASSERT_GT(box[axis + 2], 0);
        }
        YoloLines point(width, height);
        point.begin(0).point(x, y);
        for (const long long value : millionths(point.text()))
            ASSERT_EQ(value, std::clamp(value, 0LL, 1000000LL));
    }
}

TEST(YoloLines, HalvesOfPixelsAndPointsAreWrittenAlike) {
    for (const int width : {1, 3, 685, 2215, 65500}) {
        YoloLines halves(width, width), points(width, width);
        for (int x = 0; x <= 2 * width; x += 1 + width / 97) {
            halves.begin(1).half_pixels(x, 2 * width - x).end();
            points.begin(1).point(x / 2.0, width - x / 2.0).end();
        }
        EXPECT_EQ(halves.text(), points.text());
    }
    YoloLines lines(8, 5);
    lines.begin(11).half_pixels(16, 2).number(2).end();
    EXPECT_EQ(lines.text(), "11 1.000000 0.200000 2\n");
}

/// A page of 1000 x 400 px whose drawing is rotated about its middle.
Sample turned_page(double degrees) {
    constexpr double k_pi = 3.14159265358979323846;
    const double c = std::cos(degrees * k_pi / 180), s = std::sin(degrees * k_pi / 180);
    Sample page = page_of({Image(1, 1, 1)}, 0, 0, 1000, 400);
    auto warp = std::make_shared<Lattice>(1000, 400);
    for (int row = 0; row < warp->rows(); ++row)
        for (int column = 0; column < warp->columns(); ++column) {
            const double x = 16 * column - 500, y = 16 * row - 200;
            warp->set(column, row, {500 + c * x + s * y, 200 - s * x + c * y});
        }
    page.warp = warp;
    return page;
}

TEST(OrientedBox, RotatesWithThePage) {
    const RectPx ink{300, 150, 700, 230};
    for (const double degrees : {-12.0, -1.0, 0.0, 3.0, 10.0}) {
        Sample page = turned_page(degrees);
        page.leads[0].row.ink_px = ink;
        const Corners box = oriented_box(page, page.leads[0].row);
        const PointPx drawn[] = {{300, 150}, {700, 150}, {700, 230}, {300, 230}};
        for (std::size_t i = 0; i < 4; ++i) {
            const PointPx at =
                page.warp->drawing_from_image({box[i].x_px - 0.5, box[i].y_px - 0.5});
            EXPECT_NEAR(at.x_px + 0.5, drawn[i].x_px, 0.05);
            EXPECT_NEAR(at.y_px + 0.5, drawn[i].y_px, 0.05);
        }
    }
}

TEST(OrientedBox, IsAlwaysInsideTheImage) {
    Draws draws(6);
    for (int round = 0; round < 200; ++round) {
        Sample page = turned_page(static_cast<double>(draws.below(360)));
        if (round % 3 == 0) page.warp = nullptr;
        if (round % 10 == 1) page.warp = random_warp(draws, 1000, 400);
        LeadRow& lead = page.leads[0].row;
        const double x = static_cast<double>(draws.below(950)),
                     y = static_cast<double>(draws.below(350));
        lead.ink_px = {x, y, x + 50 + static_cast<double>(draws.below(500)), y + 40};
        lead.box_px = {10, 20, 30, 40};
        for (const PointPx& corner : oriented_box(page, lead)) {
            ASSERT_TRUE(corner.x_px >= -1e-6 && corner.x_px <= 1000 + 1e-6) << round;
            ASSERT_TRUE(corner.y_px >= -1e-6 && corner.y_px <= 400 + 1e-6) << round;
        }
    }
}

/// A lead with gaps at both ends: samples 1 to 3 of 5 are printed.
LeadSample lead_with_gaps() {
    LeadSample lead;
    const float gap = std::numeric_limits<float>::quiet_NaN();
    lead.row.first_x_px = 100;
    lead.row.baseline_y_px = 50;
    lead.row.px_per_s = 5000; // 10 px per sample at 500 Hz
    lead.row.sample_count = 5;
    lead.row.name_box_px = {20, 10, 41, 20};
    lead.truth.sample_x_px = {gap, 110, 120, 130, gap};
    lead.truth.sample_y_px = {gap, 60, 61, 62, gap};
    lead.truth.sample_flags = {0, k_seen_well, k_seen_well, k_seen_well, 0};
    return lead;
}

void expect_point(const KeyPoint& point, double x_px, double y_px, int visibility) {
    EXPECT_NEAR(point.at.x_px, x_px, 1e-3);
    EXPECT_NEAR(point.at.y_px, y_px, 1e-3);
    EXPECT_EQ(static_cast<int>(point.visibility), visibility);
}

TEST(KeyPoints, AreTheNameAndBothEndsOfTraceAndBaseline) {
    Sample page = page_of({}, 0, 0, 1000, 400);
    LeadSample lead = lead_with_gaps();
    auto points = key_points(page, lead);
    expect_point(points[0], 30, 14.5, 2);
    expect_point(points[1], 110, 60, 2);
    expect_point(points[2], 130, 62, 2);
    expect_point(points[3], 100, 50, 2);
    expect_point(points[4], 140, 50, 2);

    lead.row.name_box_px = {};                              // no name is printed
    lead.truth.sample_flags[1] = k_in_frame | k_ink_left;   // something covers the start
    lead.truth.sample_flags[3] = k_in_frame | k_not_hidden; // the end has faded
    points = key_points(page, lead);
    expect_point(points[0], 0, 0, 0);
    expect_point(points[1], 110, 60, 1);
    expect_point(points[2], 130, 62, 1);
    expect_point(points[3], 100, 50, 1);
    expect_point(points[4], 140, 50, 2);

    page.row.width_px = 130; // the pixel of the end is the first one outside the image
    points = key_points(page, lead);
    expect_point(points[2], 0, 0, 0);
    expect_point(points[4], 0, 0, 0);
}

TEST(KeyPoints, BaselinesFollowTheWarp) {
    const Sample page = turned_page(3);
    const LeadSample lead = lead_with_gaps();
    const auto points = key_points(page, lead);
    const PointPx start = page.warp->drawing_from_image(points[3].at),
                  end = page.warp->drawing_from_image(points[4].at);
    EXPECT_NEAR(start.x_px, 100, 0.01);
    EXPECT_NEAR(start.y_px, 50, 0.01);
    EXPECT_NEAR(end.x_px, 140, 0.01);
    EXPECT_NEAR(end.y_px, 50, 0.01);
    expect_point(points[1], 110, 60, 2); // sample positions are already in the image
}

TEST(KeyPoints, ATraceWithOnlyGapsHasNoEnds) {
    LeadSample lead = lead_with_gaps();
    for (auto* places : {&lead.truth.sample_x_px, &lead.truth.sample_y_px})
        std::fill(places->begin(), places->end(), std::numeric_limits<float>::quiet_NaN());
    const auto points = key_points(page_of({}, 0, 0, 1000, 400), lead);
    EXPECT_EQ(points[0].visibility, Visibility::seen);
    expect_point(points[1], 0, 0, 0);
    expect_point(points[2], 0, 0, 0);
    expect_point(points[3], 100, 50, 2);
    expect_point(points[4], 140, 50, 2);
}

} // namespace
} // namespace ecgpress
