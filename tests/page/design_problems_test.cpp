#include <functional>
#include <gtest/gtest.h>
#include <limits>

#include "core/strings.hpp"
#include "drawn_page.hpp"
#include "page/design_problems.hpp"
#include "page/layouts.hpp"

namespace ecgpress {
namespace {

using testing_support::for_drawn_pages;
using testing_support::standard_design;

using Change = std::function<void(PageDesign&)>;

std::vector<std::string> problems_after(const Change& change) {
    PageDesign design = standard_design("3x4", {Lead::II});
    change(design);
    return design_problems(design);
}

/// Expects exactly one problem, which contains `words`.
void expect_problem(const std::string& words, const Change& change) {
    const auto problems = problems_after(change);
    ASSERT_EQ(problems.size(), 1u) << words << ": " << join(problems, "\n");
    EXPECT_NE(problems[0].find(words), std::string::npos) << problems[0];
}

/// The number that follows `words` in a message.
double figure_after(const std::string& words, const std::string& message) {
    const std::size_t at = message.find(words);
    return at == std::string::npos ? -1 : std::strtod(message.c_str() + at + words.size(), nullptr);
}

TEST(Design, AValidDesignHasNoProblem) {
    for (const Layout& layout : standard_layouts())
        EXPECT_TRUE(design_problems(standard_design(layout.name, {Lead::II, Lead::V1})).empty());
    for_drawn_pages(9, [](const testing_support::DrawnPage& drawn) {
        EXPECT_EQ(join(design_problems(drawn.design), "\n"), "") << drawn.what;
    });
}

TEST(Design, ReportsSizesOf0OrLess) {
    const std::pair<const char*, double PageStyle::*> positive[] = {
        {"dpi", &PageStyle::dpi},
        {"row_height_mm", &PageStyle::row_height_mm},
        {"paper_speed_mm_per_s", &PageStyle::paper_speed_mm_per_s},
        {"gain_mm_per_mv", &PageStyle::gain_mm_per_mv},
        {"duration_s", &PageStyle::duration_s},
        {"trace_width_mm", &PageStyle::trace_width_mm},
        {"grid_minor_pitch_mm", &PageStyle::grid_minor_pitch_mm},
        {"grid_major_pitch_mm", &PageStyle::grid_major_pitch_mm},
        {"grid_minor_width_mm", &PageStyle::grid_minor_width_mm},
        {"grid_major_width_mm", &PageStyle::grid_major_width_mm},
        {"font_size_mm", &PageStyle::font_size_mm},
        {"separator_width_mm", &PageStyle::separator_width_mm}};
    for (const auto& [name, member] : positive)
        for (const double value : {0.0, -1.0}) {
            const auto key = member;
            expect_problem(concat(name, " is ", value, ". Expected a value above 0."),
                           [&](PageDesign& design) { design.style.*key = value; });
        }
}

TEST(Design, ReportsNegativeLengths) {
    const std::pair<const char*, double PageStyle::*> others[] = {
        {"margins_mm.left", &PageStyle::margin_left_mm},
        {"margins_mm.right", &PageStyle::margin_right_mm},
        {"margins_mm.top", &PageStyle::margin_top_mm},
        {"margins_mm.bottom", &PageStyle::margin_bottom_mm},
        {"column_gap_mm", &PageStyle::column_gap_mm},
        {"start_s", &PageStyle::start_s},
        {"page_width_mm", &PageStyle::page_width_mm},
        {"page_height_mm", &PageStyle::page_height_mm},
        {"box_padding_mm.x", &PageStyle::box_padding_x_mm},
        {"box_padding_mm.y", &PageStyle::box_padding_y_mm},
        {"name_box_padding_mm.x", &PageStyle::name_box_padding_x_mm},
        {"name_box_padding_mm.y", &PageStyle::name_box_padding_y_mm},
        {"separator_inner_mm", &PageStyle::separator_inner_mm}};
    for (const auto& [name, member] : others) {
        const auto key = member;
        expect_problem(concat(name, " is -0.5. Expected 0 or more."),
                       [&](PageDesign& design) { design.style.*key = -0.5; });
        EXPECT_EQ(problems_after([&](PageDesign& design) { design.style.*key = 0; }).size(), 0u)
            << name;
    }
}

TEST(Design, EveryNumberMustBeFinite) {
    double PageStyle::*const all[] = {
        &PageStyle::dpi,
        &PageStyle::page_width_mm,
        &PageStyle::page_height_mm,
        &PageStyle::margin_left_mm,
        &PageStyle::margin_right_mm,
        &PageStyle::margin_top_mm,
        &PageStyle::margin_bottom_mm,
        &PageStyle::row_height_mm,
        &PageStyle::column_gap_mm,
        &PageStyle::paper_speed_mm_per_s,
        &PageStyle::gain_mm_per_mv,
        &PageStyle::start_s,
        &PageStyle::duration_s,
        &PageStyle::trace_width_mm,
        &PageStyle::grid_minor_pitch_mm,
        &PageStyle::grid_major_pitch_mm,
        &PageStyle::grid_minor_width_mm,
        &PageStyle::grid_major_width_mm,
        &PageStyle::font_size_mm,
        &PageStyle::label_offset_x_mm,
        &PageStyle::label_offset_y_mm,
        &PageStyle::separator_inner_mm,
        &PageStyle::separator_outer_mm,
        &PageStyle::separator_width_mm,
        &PageStyle::box_padding_x_mm,
        &PageStyle::box_padding_y_mm,
        &PageStyle::name_box_padding_x_mm,
        &PageStyle::name_box_padding_y_mm,
        &PageStyle::max_side_px,
    };
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (const auto member : all)
        for (const double value : {inf, -inf, testing_support::k_gap}) {
            const auto problems =
                problems_after([&](PageDesign& design) { design.style.*member = value; });
            ASSERT_FALSE(problems.empty());
            EXPECT_NE(problems[0].find("Expected a finite number"), std::string::npos)
                << problems[0];
        }
}

TEST(Design, HiddenPartsNeedNoSize) {
    EXPECT_TRUE(problems_after([](PageDesign& design) {
                    design.style.show_grid = false;
                    design.style.grid_minor_pitch_mm = design.style.grid_major_pitch_mm = 0;
                    design.style.grid_minor_width_mm = design.style.grid_major_width_mm = 0;
                    design.style.show_lead_name = false;
                    design.style.font_size_mm = 0;
                    design.style.show_separator = false;
                    design.style.separator_width_mm = design.style.separator_outer_mm = 0;
                }).empty());
}

TEST(Design, SeparatorsMustExtendOutwards) {
    for (const double outer_mm : {1.0, 0.5})
        expect_problem("not above separator_inner_mm 1",
                       [&](PageDesign& design) { design.style.separator_outer_mm = outer_mm; });
}

TEST(Design, LeadsMustFillTheLayout) {
    expect_problem("has 11 leads, but its 3 x 4 panels require 12.",
                   [](PageDesign& design) { design.leads.pop_back(); });
    expect_problem("has 13 leads", [](PageDesign& design) { design.leads.push_back(Lead::I); });
    for (const int rows : {0, -3})
        expect_problem("has no panel", [&](PageDesign& design) {
            design.rows = rows;
            design.leads.clear();
        });
    expect_problem("has no panel", [](PageDesign& design) { design.columns = 0; });
}

TEST(Design, APageHasAtMostTwoHundredPanels) {
    const auto strips = [](std::size_t count) {
        return [count](PageDesign& design) {
            design.style.row_height_mm = 5;
            design.rhythm.assign(count, Lead::V1);
        };
    };
    EXPECT_TRUE(problems_after(strips(188)).empty());
    expect_problem("201 panels. The limit is 200 per page.", strips(189));
    EXPECT_FALSE(problems_after([](PageDesign& design) {
                     design.rows = design.columns = std::numeric_limits<int>::max();
                 }).empty());
}

TEST(Design, SuggestsTheRequiredSizeForATooSmallPage) {
    expect_problem(
        "page_width_mm 100 is too small for layout 3x4. Margins and traces need 281.25 mm.",
        [](PageDesign& design) { design.style.page_width_mm = 100; });
    expect_problem(
        "page_height_mm 104.9 is too small for layout 3x4. Margins and rows need 105 mm.",
        [](PageDesign& design) { design.style.page_height_mm = 104.9; });
    EXPECT_TRUE(problems_after([](PageDesign& design) {
                    design.style.page_width_mm = 281.25;
                    design.style.page_height_mm = 105;
                }).empty());
    for_drawn_pages(9, [](const testing_support::DrawnPage& drawn) {
        PageDesign design = drawn.design;
        design.style.page_width_mm = drawn.page.width_mm * 0.9;
        design.style.page_height_mm = drawn.page.height_mm * 0.9;
        const auto problems = design_problems(design);
        ASSERT_EQ(problems.size(), 2u) << join(problems, "\n");
        design.style.page_width_mm = figure_after("traces need ", problems[0]);
        design.style.page_height_mm = figure_after("rows need ", problems[1]);
        EXPECT_EQ(join(design_problems(design), "\n"), "");
        EXPECT_LE(design.style.page_width_mm, drawn.page.width_mm + 0.01);
        EXPECT_LE(design.style.page_height_mm, drawn.page.height_mm + 0.01);
    });
}

/// Pages beyond the limits of images: too wide, too high, too many pixels.
TEST(Design, SuggestsAValidDpiForATooLargeImage) {
    const Change too_large[] = {
        [](PageDesign& design) { design.style.page_width_mm = 5000; },
        [](PageDesign& design) { design.style.page_height_mm = 5000; },
        [](PageDesign& design) { design.style.dpi = 4000; },
        [](PageDesign& design) { design.style.page_width_mm = design.style.page_height_mm = 2000; },
    };
    for (const Change& change : too_large) {
        const auto problems = problems_after(change);
        ASSERT_EQ(problems.size(), 1u) << join(problems, "\n");
        const double dpi = figure_after("Use dpi ", problems[0]);
        ASSERT_GT(dpi, 1) << problems[0];
        const auto with_dpi = [&](double value) {
            return problems_after([&](PageDesign& design) {
                change(design);
                design.style.dpi = value;
            });
        };
        EXPECT_TRUE(with_dpi(dpi).empty()) << problems[0];
        EXPECT_FALSE(with_dpi(dpi * 1.001).empty()) << problems[0];
    }
}

TEST(Design, ReportsAPageSmallerThanAPixel) {
    expect_problem("the page is 281.25 x 0 mm", [](PageDesign& design) {
        design.rows = 1;
        design.leads.resize(4);
        design.rhythm.clear();
        design.style.margin_top_mm = design.style.margin_bottom_mm = 0;
    });
    expect_problem("a pixel is 254 mm", [](PageDesign& design) { design.style.dpi = 0.1; });
}

TEST(Design, ReportsAllProblemsAtOnce) {
    EXPECT_EQ(problems_after([](PageDesign& design) {
                  design.leads.pop_back();
                  design.style.dpi = -1;
                  design.style.margin_top_mm = -1;
                  design.style.separator_outer_mm = 0;
              }).size(),
              4u);
}

} // namespace
} // namespace ecgpress
