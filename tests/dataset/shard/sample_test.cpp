#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {
namespace {

using testing_support::Draws;

/// A page of which only boxes are known.
struct BoxedPage {
    PageRow row;
    std::vector<LeadRow> leads;

    std::string text(const LabelSettings& settings = {}, const PageBoxes& boxes = {}) const {
        return yolo_text(row, leads, boxes, settings);
    }
};

BoxedPage one_lead(int width_px, int height_px, const RectPx& box) {
    BoxedPage page;
    page.row.width_px = width_px;
    page.row.height_px = height_px;
    page.leads.resize(1);
    page.leads[0].box_px = box;
    return page;
}

TEST(Names, ContainPageLayoutAndLead) {
    PageRow row;
    row.index = 17;
    row.rows = 3;
    row.columns = 4;
    LeadRow lead;
    lead.number = 12;
    EXPECT_EQ(page_name(row), "17_3by4");
    EXPECT_EQ(lead_name(row, lead), "17_3by4_lead_12");
}

TEST(Names, DatasetsAreListedInTheOrderOfTheirBits) {
    ASSERT_EQ(dataset_names().size(), k_dataset_count);
    EXPECT_STREQ(name_of(Dataset::digitization), "digitization");
    EXPECT_STREQ(name_of(Dataset::detection), "detection");
    EXPECT_STREQ(name_of(Dataset::segmentation), "segmentation");
    EXPECT_STREQ(name_of(Dataset::overlap), "overlap");
}

TEST(KindOf, IsTheProblemWithoutTheRecordsName) {
    const auto kind = [](const std::string& reason) {
        return kind_of({17, "00003_hr", reason, true});
    };
    EXPECT_EQ(
        kind("record 00003_hr: lead II is flat. Each of its 1000 samples is the same value or "
             "a gap. Exclude the record."),
        "record lead II is flat");
    EXPECT_EQ(kind("records500/00003_hr.hea:2: the gain is 0.5. Correct it. [table.csv:4]"),
              "the gain is 0.5");
    EXPECT_EQ(kind("record 00003_hr: lead II is flat (1000 samples) leave the record out"),
              "record lead II is flat");
    EXPECT_EQ(kind("record 00003_hr: lead II is missing."), "record lead II is missing");
}

BoxedPage trace_and_name() {
    BoxedPage page = one_lead(200, 100, {20, 10, 60, 30});
    page.leads[0].lead = Lead::aVR;
    page.leads[0].name_box_px = RectPx{20, 0, 30, 5};
    page.leads.push_back({});
    page.leads[1].lead = Lead::V6;
    page.leads[1].box_px = {0, 0, 200, 100};
    return page;
}

TEST(YoloText, GivesTraceThenName) {
    EXPECT_EQ(trace_and_name().text(), "0 0.200000 0.200000 0.200000 0.200000\n"
                                       "4 0.125000 0.025000 0.050000 0.050000\n"
                                       "0 0.500000 0.500000 1.000000 1.000000\n");
}

TEST(YoloText, OmitsBoxesThatAreOffThePage) {
    BoxedPage page = one_lead(200, 100, {});
    page.leads[0].name_box_px = RectPx{3, 3, 3, 5};
    EXPECT_EQ(page.text(), "");
    LabelSettings pulses;
    pulses.pulse_class = true;
    EXPECT_EQ(page.text(pulses, {{RectPx{}}, {}}), "");
}

/// Numbers of classes have no gaps, whichever classes are set: trainers require this.
TEST(YoloText, AdditionalClassesFollowTheOthers) {
    BoxedPage page = trace_and_name();
    page.leads[1].rhythm = true;
    const PageBoxes boxes{{{10, 10, 20, 30}}, {0, 0, 200, 50}};
    const std::string start = "0 0.200000 0.200000 0.200000 0.200000\n"
                              "4 0.125000 0.025000 0.050000 0.050000\n";
    for (int bits = 0; bits < 8; ++bits) {
        const LabelSettings settings{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
        std::vector<std::string> names{"lead", "I",  "II", "III", "aVR", "aVL", "aVF",
                                       "V1",   "V2", "V3", "V4",  "V5",  "V6"};
        std::string expected = start;
        const auto add = [&](const char* name, const char* box) {
            expected += concat(names.size(), box);
            names.push_back(name);
        };
        if (settings.rhythm_class)
            add("rhythm", " 0.500000 0.500000 1.000000 1.000000\n");
        else
            expected += "0 0.500000 0.500000 1.000000 1.000000\n";
        if (settings.pulse_class) add("pulse", " 0.075000 0.200000 0.050000 0.200000\n");
        if (settings.page_class) add("page", " 0.500000 0.250000 1.000000 0.500000\n");
        EXPECT_EQ(page.text(settings, boxes), expected) << bits;
        EXPECT_EQ(box_classes(settings), names) << bits;
    }
}

TEST(TraceClasses, AStripHasItsLeadsClassOrOneOfItsOwn) {
    LeadRow strip;
    strip.lead = Lead::II;
    strip.rhythm = true;
    EXPECT_EQ(trace_class_of(strip, {}), 1U);
    EXPECT_EQ(trace_classes({}).size(), 12U);
    const LabelSettings own{true, false, false};
    EXPECT_EQ(trace_class_of(strip, own), 12U);
    EXPECT_EQ(trace_classes(own).at(12), "rhythm");
    strip.rhythm = false;
    EXPECT_EQ(trace_class_of(strip, own), 1U);
}

TEST(PageBoxes, ContainTheStrokesOfPulsesAndThePaper) {
    BoxedPage page = one_lead(200, 100, {});
    page.leads[0].line_width_px = 2;
    std::vector<PointPx> corners{{10, 50}, {12, 50}, {12, 20}, {15, 20},
                                 {15, 20}, {18, 20}, {18, 50}, {20, 50}};
    const PageBoxes boxes = page_boxes(page.row, page.leads, corners, nullptr);
    ASSERT_EQ(boxes.pulses.size(), 1U);
    // Edge coordinates are 0.5 above those of centres; the pen reaches 1 px farther.
    EXPECT_EQ(boxes.pulses[0].x0_px, 9.5);
    EXPECT_EQ(boxes.pulses[0].y0_px, 19.5);
    EXPECT_EQ(boxes.pulses[0].x1_px, 21.5);
    EXPECT_EQ(boxes.pulses[0].y1_px, 51.5);
    EXPECT_EQ(boxes.page.x1_px, 200);
    EXPECT_EQ(boxes.page.y1_px, 100);
    // On an image of 200 x 100 px, a page of 100 x 60 px that was moved by 16 px.
    Lattice warp(200, 100);
    for (int row = 0; row < warp.rows(); ++row)
        for (int column = 0; column < warp.columns(); ++column)
            warp.set(column, row, {16.0 * column - 16, 16.0 * row - 16});
    page.row.px_per_mm = 2;
    page.row.page_width_mm = 50;
    page.row.page_height_mm = 30;
    const RectPx moved = page_boxes(page.row, page.leads, {}, &warp).page;
    EXPECT_NEAR(moved.x0_px, 16, 1e-3);
    EXPECT_NEAR(moved.y0_px, 16, 1e-3);
    EXPECT_NEAR(moved.x1_px, 116, 1e-3);
    EXPECT_NEAR(moved.y1_px, 76, 1e-3);
}

/// Shards store the corners of pulses as float; the boxes must follow from what is stored.
TEST(PageBoxes, FollowFromStoredCorners) {
    BoxedPage page = one_lead(200, 100, {});
    page.leads[0].line_width_px = 2;
    Draws draws(11);
    for (int round = 0; round < 100; ++round) {
        std::vector<PointPx> corners, stored;
        std::vector<float> values(2 * k_pulse_corners);
        for (std::size_t k = 0; k < values.size(); k += 2) {
            corners.push_back({10 + static_cast<double>(draws.below(1U << 30)) / (1U << 24),
                               10 + static_cast<double>(draws.below(1U << 30)) / (1U << 24)});
            values[k] = static_cast<float>(corners.back().x_px);
            values[k + 1] = static_cast<float>(corners.back().y_px);
        }
        for (std::size_t k = 0; k < values.size(); k += 2)
            stored.push_back({double{values[k]}, double{values[k + 1]}});
        const RectPx drawn = page_boxes(page.row, page.leads, corners, nullptr).pulses.at(0),
                     read = page_boxes(page.row, page.leads, stored, nullptr).pulses.at(0);
        EXPECT_EQ(drawn.x0_px, read.x0_px);
        EXPECT_EQ(drawn.y0_px, read.y0_px);
        EXPECT_EQ(drawn.x1_px, read.x1_px);
        EXPECT_EQ(drawn.y1_px, read.y1_px);
    }
}

/// The length of a page's side, and two edges of a box on it: anywhere, at the edges of the page,
/// very close together, or almost the whole side apart.
struct Span {
    int page_px;
    double low_px, high_px;
};

Span drawn_span(Draws& draws) {
    const auto fraction = [&] { return static_cast<double>(draws.below(1U << 30)) / (1U << 30); };
    const int page_px = draws.below(3) == 0 ? 1 + static_cast<int>(draws.below(12))
                                            : 1 + static_cast<int>(draws.below(65500));
    double a = fraction() * page_px, b = fraction() * page_px;
    switch (draws.below(6)) {
    case 0: // a very thin box
        b = std::min<double>(page_px, a + fraction() * 3e-6 * page_px);
        break;
    case 1: // whole pixels, as boxes of distorted pages
        a = std::floor(a), b = std::ceil(b);
        break;
    case 2: // almost the whole side
        a = fraction() * 2e-6 * page_px, b = page_px - fraction() * 2e-6 * page_px;
        break;
    default:
        break;
    }
    if (draws.below(4) == 0) a = 0;
    if (draws.below(4) == 0) b = page_px;
    return {page_px, std::min(a, b), std::max(a, b)};
}

/// Parses "0.123456" as 123456 millionths; -1 if the text has another form.
long long millionths(const std::string& text) {
    if (text.size() != 8 || text[1] != '.') return -1;
    return (text[0] - '0') * 1000000LL + std::stoll(text.substr(2));
}

/// Edges computed in a reader's floating-point arithmetic are inside the page.
template <class Real>
void expect_inside(const std::string& centre_text, const std::string& extent_text) {
    const Real centre = static_cast<Real>(std::stod(centre_text)),
               extent = static_cast<Real>(std::stod(extent_text));
    ASSERT_GE(centre - extent / 2, Real{0}) << centre_text << ' ' << extent_text;
    ASSERT_LE(centre + extent / 2, Real{1}) << centre_text << ' ' << extent_text;
}

void expect_span(const Span& span, const std::string& centre_text, const std::string& extent_text) {
    const long long unit = 1000000, centre = millionths(centre_text),
                    extent = millionths(extent_text);
    const std::string what = concat(centre_text, ' ', extent_text, " on ", span.page_px);
    ASSERT_TRUE(extent > 0 && extent <= unit && centre > 0 && centre < unit) << what;
    ASSERT_TRUE(2 * centre - extent >= 0 && 2 * centre + extent <= 2 * unit) << what; // exactly
    expect_inside<double>(centre_text, extent_text);
    expect_inside<float>(centre_text, extent_text);
    // Within a millionth. A box thinner than that cannot be represented at the page's edge.
    const double scale = static_cast<double>(unit) / span.page_px;
    const double most = (span.high_px - span.low_px) * scale >= 1 ? 1 : 1.5;
    ASSERT_NEAR(0.5 * static_cast<double>(2 * centre - extent), span.low_px * scale, most + 1e-6)
        << what;
    ASSERT_NEAR(0.5 * static_cast<double>(2 * centre + extent), span.high_px * scale, most + 1e-6)
        << what;
}

TEST(YoloText, StaysOnThePageAndMatchesItsBox) {
    Draws draws(1);
    int touching = 0;
    for (int i = 0; i < 200000; ++i) {
        const Span x = drawn_span(draws), y = drawn_span(draws);
        const RectPx box{x.low_px, y.low_px, x.high_px, y.high_px};
        const std::string text = one_lead(x.page_px, y.page_px, box).text();
        if (box.empty()) {
            ASSERT_EQ(text, "");
            continue;
        }
        const auto columns = split_text(trimmed(text), ' ');
        ASSERT_EQ(columns.size(), 5U) << text;
        expect_span(x, columns[1], columns[3]);
        expect_span(y, columns[2], columns[4]);
        if (HasFatalFailure()) return;
        touching += x.low_px == 0 || x.high_px == x.page_px ? 1 : 0;
    }
    EXPECT_GT(touching, 50000);
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
