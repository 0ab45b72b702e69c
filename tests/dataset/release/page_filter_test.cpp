#include <gtest/gtest.h>

#include "core/error.hpp"
#include "dataset/release/page_filter.hpp"
#include "dataset/shard/difficulty.hpp"

namespace ecgpress {
namespace {

PageRow some_page() {
    PageRow page;
    page.index = 12;
    page.difficulty = 0.4;
    page.preset = "phone-photo";
    page.split = Split::val;
    page.age = "61";
    return page;
}

TEST(PageFilter, KeepsPagesForWhichTheConditionIsTrue) {
    for (const char* condition :
         {"", "difficulty < 0.5", "difficulty<=.4", "difficulty >= 0.4 and index == 12",
          "preset == phone-photo", "preset != fax", "preset == 'phone-photo'", "split == \"val\"",
          "not split == train", "difficulty > 0.9 or age > 60",
          "index == 1 or index == 12 and age == 61", "not (index == 1 or difficulty > 0.5)"})
        EXPECT_TRUE(PageFilter(condition).keeps(some_page())) << condition;
    for (const char* condition :
         {"difficulty < 0.4", "preset == fax", "split != val", "index == 1 and age == 61",
          "(index == 1 or index == 12) and age < 60", "not difficulty < 0.5"})
        EXPECT_FALSE(PageFilter(condition).keeps(some_page())) << condition;
}

TEST(PageFilter, AnUnknownValueIsInNoComparison) {
    PageRow page = some_page();
    page.age.clear();
    for (const char* condition : {"age > 0", "age < 200", "age == 61", "age != 61", "sex == male"})
        EXPECT_FALSE(PageFilter(condition).keeps(page)) << condition;
}

TEST(PageFilter, MistakesAreNamed) {
    const auto message_of = [](const std::string& condition) -> std::string {
        try {
            const PageFilter filter(condition);
            return "no error";
        } catch (const ConfigError& error) {
            return error.what();
        }
    };
    const std::pair<std::string, const char*> mistakes[] = {
        {"dificulty < 0.5", "Did you mean difficulty?"},
        {"difficulty", "has no <, <=, >, >=, == or !="},
        {"difficulty <", "has no value after the sign"},
        {"difficulty < 0.5 and", "has no name of a column"},
        {"difficulty < 0.5 index == 1", "after the end of the condition, at character 18"},
        {"(difficulty < 0.5", "is not closed"},
        {"preset == 'fax", "quote that is not closed"},
        {"preset < fax", "compares a text by order"},
        {"homography == 1", "no column of manifest.csv that can be compared"},
        {std::string(60, '(') + "index == 1" + std::string(60, ')'), "too many parentheses"},
        {std::string(1001, ' '), "The limit is 1000"},
    };
    for (const auto& [condition, expected] : mistakes)
        EXPECT_NE(message_of(condition).find(expected), std::string::npos)
            << condition << ": " << message_of(condition);
}

TEST(Difficulty, GrowsWithEachOfItsParts) {
    PageRow easy;
    EXPECT_EQ(difficulty_of(easy), 0);
    double last = 0;
    for (int step = 1; step <= 4; ++step) {
        const double part = step / 4.0;
        PageRow hidden, pale, crowded, bent, unreadable;
        hidden.visible_share = 1 - part;
        pale.contrast_share = 1 - part;
        crowded.crowded_share = part;
        bent.homography_rms_px = 50 * part;
        unreadable.oracle.db[1] = 20 * (1 - part);
        for (const PageRow& page : {hidden, pale, crowded, bent, unreadable}) {
            EXPECT_GE(difficulty_of(page), last / 2);
            EXPECT_GT(difficulty_of(page), 0);
            EXPECT_LE(difficulty_of(page), 1);
        }
        EXPECT_GT(difficulty_of(hidden), last);
        last = difficulty_of(hidden);
    }
    EXPECT_EQ(last, 1);
}

} // namespace
} // namespace ecgpress
