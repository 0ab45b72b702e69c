#include <gtest/gtest.h>

#include "core/error.hpp"
#include "page/layout.hpp"
#include "page/layouts.hpp"

namespace ecgpress {
namespace {

std::string row_text(const Layout& layout, std::size_t choice, int row) {
    std::string text;
    for (int column = 0; column < layout.columns; ++column) {
        if (column > 0) text += ' ';
        text += name_of(
            layout.choices.at(choice).at(static_cast<std::size_t>(row * layout.columns + column)));
    }
    return text;
}

const Layout& layout_named(const std::string& name) {
    const Layout* layout = find_layout(standard_layouts(), name);
    if (layout == nullptr) throw std::out_of_range(name);
    return *layout;
}

TEST(Layouts, NamesMatchRowsColumnsAndStrips) {
    std::vector<std::string> names;
    for (const Layout& layout : standard_layouts()) {
        names.push_back(layout.name);
        std::string name = std::to_string(layout.rows) + "x" + std::to_string(layout.columns);
        if (!layout.rhythm.empty()) name += "+" + std::to_string(layout.rhythm.size()) + "R";
        EXPECT_EQ(layout.name, name);
        EXPECT_FALSE(layout.summary.empty());
    }
    EXPECT_EQ(names, (std::vector<std::string>{"3x1", "3x4", "3x4+1R", "3x4+2R", "3x4+3R", "3x5",
                                               "6x2", "6x2+1R", "4x3", "4x2+4R", "6x1", "12x1"}));
}

TEST(Layouts, EachLeadIsPrintedOnceDownTheColumnsInStandardOrder) {
    for (const Layout& layout : standard_layouts()) {
        std::vector<Lead> down_the_columns;
        for (const auto& leads : layout.choices) {
            ASSERT_EQ(leads.size(), static_cast<std::size_t>(layout.rows * layout.columns));
            for (int column = 0; column < layout.columns; ++column)
                for (int row = 0; row < layout.rows; ++row)
                    down_the_columns.push_back(
                        leads[static_cast<std::size_t>(row * layout.columns + column)]);
        }
        if (down_the_columns.size() < k_lead_count) // the other leads are strips
            down_the_columns.insert(down_the_columns.end(), layout.rhythm.begin(),
                                    layout.rhythm.end());
        if (layout.columns == 5) down_the_columns.resize(k_lead_count); // the fifth is a repeat
        EXPECT_EQ(down_the_columns, std::vector<Lead>(all_leads().begin(), all_leads().end()))
            << layout.name;
    }
}

TEST(Layouts, RowsAreAsOnARealPage) {
    EXPECT_EQ(row_text(layout_named("3x4"), 0, 0), "I aVR V1 V4");
    EXPECT_EQ(row_text(layout_named("3x4"), 0, 1), "II aVL V2 V5");
    EXPECT_EQ(row_text(layout_named("3x4"), 0, 2), "III aVF V3 V6");
    EXPECT_EQ(row_text(layout_named("6x2"), 0, 3), "aVR V4");
    EXPECT_EQ(row_text(layout_named("12x1"), 0, 11), "V6");
    EXPECT_EQ(row_text(layout_named("3x1"), 1, 0), "aVR");
    EXPECT_EQ(row_text(layout_named("3x1"), 3, 2), "V6");
}

TEST(Layouts, AnUnknownNameIsNotFound) {
    EXPECT_EQ(find_layout(standard_layouts(), "4x5"), nullptr);
    EXPECT_EQ(find_layout({}, "3x4"), nullptr);
}

TEST(Layouts, CustomRowsBecomeOneChoiceRowByRow) {
    const Layout layout = make_layout("chest", {{Lead::V1, Lead::V4}, {Lead::V2, Lead::V1}});
    EXPECT_EQ(layout.name, "chest");
    EXPECT_EQ(layout.rows, 2);
    EXPECT_EQ(layout.columns, 2);
    ASSERT_EQ(layout.choices.size(), 1u);
    EXPECT_EQ(layout.choices[0], (std::vector<Lead>{Lead::V1, Lead::V4, Lead::V2, Lead::V1}));
}

TEST(Layouts, RejectsEmptyAndUnequalRowsWithTheLayoutsName) {
    const auto message = [](const std::vector<std::vector<Lead>>& rows) -> std::string {
        try {
            make_layout("mine", rows);
        } catch (const ConfigError& error) {
            return error.what();
        }
        return "";
    };
    for (const auto& none : {message({}), message({{}}), message({{}, {Lead::I}})})
        EXPECT_NE(none.find("layout mine has no leads."), std::string::npos) << none;
    const std::string unequal = message({{Lead::I, Lead::V1}, {Lead::II, Lead::V2}, {Lead::III}});
    EXPECT_NE(unequal.find("mine: row 3 has 1 leads"), std::string::npos) << unequal;
}

} // namespace
} // namespace ecgpress
