#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <sstream>

#include "core/text.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/sample.hpp"

namespace ecgpress {
namespace {

using testing_support::Draws;

Labels one_panel(int width_px, int height_px, const RectPx& box) {
    Labels labels;
    labels.width_px = width_px;
    labels.height_px = height_px;
    labels.panels.resize(1);
    labels.panels[0].box_px = box;
    return labels;
}

struct YoloBox {
    int label_class;
    double x, y, width, height;
};

std::vector<YoloBox> parsed(const std::string& text) {
    std::istringstream in(text);
    std::vector<YoloBox> boxes;
    for (YoloBox box; in >> box.label_class >> box.x >> box.y >> box.width >> box.height;)
        boxes.push_back(box);
    return boxes;
}

TEST(Names, SayPageLayoutAndLead) {
    PageRow row;
    row.index = 17;
    row.rows = 3;
    row.columns = 4;
    LeadRow lead;
    lead.number = 12;
    EXPECT_EQ(page_name(row), "17_3by4");
    EXPECT_EQ(lead_name(row, lead), "17_3by4_lead_12");
}

TEST(Names, DatasetsComeInTheOrderOfTheirBits) {
    ASSERT_EQ(dataset_names().size(), k_dataset_count);
    EXPECT_STREQ(name_of(Dataset::digitization), "digitization");
    EXPECT_STREQ(name_of(Dataset::detection), "detection");
    EXPECT_STREQ(name_of(Dataset::segmentation), "segmentation");
    EXPECT_STREQ(name_of(Dataset::overlap), "overlap");
}

TEST(YoloText, GivesTraceThenName) {
    Labels labels = one_panel(200, 100, {20, 10, 60, 30});
    labels.panels[0].lead = Lead::aVR;
    labels.panels[0].name_box_px = RectPx{20, 0, 30, 5};
    labels.panels.push_back({});
    labels.panels[1].lead = Lead::V6;
    labels.panels[1].box_px = {0, 0, 200, 100};
    EXPECT_EQ(yolo_text(labels), "0 0.200000 0.200000 0.200000 0.200000\n"
                                 "4 0.125000 0.025000 0.050000 0.050000\n"
                                 "0 0.500000 0.500000 1.000000 1.000000\n");
}

TEST(YoloText, LeavesOutWhatIsNotOnThePage) {
    Labels labels = one_panel(200, 100, {});
    labels.panels[0].name_box_px = RectPx{3, 3, 3, 5};
    EXPECT_EQ(yolo_text(labels), "");
}

TEST(YoloText, StaysOnThePageAndAtItsBox) {
    Draws draws(1);
    const auto edge = [&](int most) {
        return draws.below(4) == 0 ? static_cast<double>(most) * static_cast<double>(draws.below(2))
                                   : static_cast<double>(draws.below(1U << 30)) / (1U << 30) * most;
    };
    for (int i = 0; i < 20000; ++i) {
        const int width_px = 1 + static_cast<int>(draws.below(9000)),
                  height_px = 1 + static_cast<int>(draws.below(9000));
        const double xa = edge(width_px), xb = edge(width_px), ya = edge(height_px),
                     yb = edge(height_px);
        const RectPx box{std::min(xa, xb), std::min(ya, yb), std::max(xa, xb), std::max(ya, yb)};
        const std::string text = yolo_text(one_panel(width_px, height_px, box));
        if (box.empty()) {
            ASSERT_EQ(text, "");
            continue;
        }
        const auto boxes = parsed(text);
        ASSERT_EQ(boxes.size(), 1U) << text;
        const YoloBox& found = boxes[0];
        const double hair = 1e-12; // of double arithmetic; the text itself is inside exactly
        ASSERT_TRUE(found.width > 0 && found.height > 0) << text;
        ASSERT_TRUE(found.x - found.width / 2 >= -hair && found.x + found.width / 2 <= 1 + hair)
            << text;
        ASSERT_TRUE(found.y - found.height / 2 >= -hair && found.y + found.height / 2 <= 1 + hair)
            << text;
        const double rounding = 2.1e-6;
        ASSERT_NEAR(found.x - found.width / 2, box.x0_px / width_px, rounding);
        ASSERT_NEAR(found.x + found.width / 2, box.x1_px / width_px, rounding);
        ASSERT_NEAR(found.y - found.height / 2, box.y0_px / height_px, rounding);
        ASSERT_NEAR(found.y + found.height / 2, box.y1_px / height_px, rounding);
        ASSERT_EQ(text.size(), std::string("0 0.000000 0.000000 0.000000 0.000000\n").size());
    }
}

TEST(SignalJson, WritesExactlyTheseValues) {
    EXPECT_EQ(signal_json({0.1, -0.115, std::numeric_limits<double>::quiet_NaN()}),
              "[0.1,-0.115,null]");
    EXPECT_EQ(signal_json({}), "[]");
    EXPECT_EQ(signal_json({-0.0}), "[0]");
}

TEST(SignalJson, MicrovoltsHaveTheShortestDigits) {
    for (int microvolts = -1001000; microvolts <= 1001000; ++microvolts) {
        const double value_mv = microvolts / 1000.0;
        ASSERT_EQ(signal_json({value_mv}), "[" + shortest(value_mv) + "]");
        const double beside_mv = std::nextafter(value_mv, 2000.0);
        ASSERT_EQ(signal_json({beside_mv}), "[" + shortest(beside_mv) + "]");
    }
}

TEST(SignalJson, ReadsBackEqual) {
    Draws draws(2);
    std::vector<double> signal;
    for (int i = 0; i < 2000; ++i)
        signal.push_back(i % 3 == 0 ? draws.number() *
                                          std::pow(10, static_cast<double>(draws.below(40)) - 20)
                                    : static_cast<double>(draws.below(20000)) / 1000 - 10);
    const std::string text = signal_json(signal);
    const auto values = split_text(std::string_view(text).substr(1, text.size() - 2), ',');
    ASSERT_EQ(values.size(), signal.size());
    for (std::size_t i = 0; i < signal.size(); ++i) {
        double value = 0;
        ASSERT_TRUE(parse_number(values[i], value)) << values[i];
        EXPECT_EQ(value, signal[i]);
    }
}

} // namespace
} // namespace ecgpress
