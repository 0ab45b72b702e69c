// `count_by`: records are drawn by class, and nothing else of a page changes.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "core/error.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/plan_cases.hpp"

namespace ecgpress {
namespace {

using plan_cases::catalogue_of;
using plan_cases::plan_config;

/// Every record has the class A, every third one B, and every fourth one C.
std::vector<RecordInfo> classed(std::size_t count) {
    std::vector<RecordInfo> catalogue = catalogue_of(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::string> classes = {"A"};
        if (i % 3 == 0) classes.emplace_back("B");
        if (i % 4 == 0) classes.emplace_back("C");
        catalogue[i].classes = std::move(classes);
    }
    return catalogue;
}

bool has(const RecordInfo& record, const std::string& name) {
    return std::find(record.classes.begin(), record.classes.end(), name) != record.classes.end();
}

TEST(CountBy, RecordsAreOfTheDrawnClassAndSharesAreMet) {
    const auto catalogue = classed(600);
    const Config config = plan_config({"pages.one.count=4000", "pages.one.count_by={B: 1, C: 3}"});
    const Plan plan(config, catalogue);
    std::map<std::string, int> pages;
    for (std::uint64_t i = 0; i < 4000; ++i) {
        const PagePlan page = plan.page(i);
        ++pages[page.record_class];
        for (const std::size_t position : plan.candidates(page)) {
            ASSERT_TRUE(has(catalogue[position], page.record_class)) << i;
            ASSERT_EQ(split_of(catalogue[position]), page.split) << i;
        }
    }
    EXPECT_EQ(pages.size(), 2U);
    EXPECT_NEAR(pages["C"], 3000, 110); // 4 standard deviations of a binomial distribution
}

TEST(CountBy, ChangesNothingElseOfAPage) {
    const auto catalogue = classed(300);
    const Config with = plan_config({"pages.one.count_by={B: 1, C: 1}"}), without = plan_config();
    const Plan one(with, catalogue), two(without, catalogue);
    for (std::uint64_t i = 0; i < one.page_count(); i += 7) {
        PagePlan a = one.page(i);
        const PagePlan b = two.page(i);
        EXPECT_EQ(a.record_class.empty(), a.group != 0) << i;
        EXPECT_EQ(b.record_class, "");
        if (a.group != 0) {
            EXPECT_EQ(one.candidates(a), two.candidates(b)) << i;
        }
        a.record_class.clear();
        EXPECT_EQ(plan_json(a, without), plan_json(b, without)) << i;
    }
}

/// Of as many consecutive sheets of a split as a class has records, no two show the same one.
TEST(CountBy, NoRecordIsUsedTwiceWhileOthersOfItsClassAreUnused) {
    const auto catalogue = classed(300);
    const Config config = plan_config({"pages.one.count={train: 80, val: 0, test: 0}",
                                       "pages.one.count_by={B: 1}", "pages.two.count=1"});
    const Plan plan(config, catalogue);
    std::set<std::size_t> used;
    std::size_t of_class = 0;
    for (const std::size_t position : plan.records(Split::train))
        of_class += has(catalogue[position], "B") ? 1 : 0;
    ASSERT_GE(of_class, 80U);
    for (std::uint64_t i = 0; i < 80; ++i)
        EXPECT_TRUE(used.insert(plan.candidates(plan.page(i)).front()).second) << i;
}

TEST(CountBy, ClassesWithoutRecordsAreErrors) {
    const auto complaint = [](const std::string& classes,
                              const std::vector<RecordInfo>& catalogue) {
        const Config config = plan_config({"pages.one.count_by=" + classes});
        try {
            const Plan plan(config, catalogue);
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string("NO ERROR");
    };
    std::vector<RecordInfo> catalogue = classed(300);
    EXPECT_EQ(complaint("{A: 1}", catalogue), "NO ERROR");
    for (RecordInfo& record : catalogue)
        if (record.fold == 9) record.classes = {"A"};
    const std::string no_val = complaint("{A: 1, B: 1}", catalogue);
    EXPECT_NE(no_val.find("pages.one.count_by"), std::string::npos) << no_val;
    EXPECT_NE(no_val.find("class B is in the split val"), std::string::npos) << no_val;
    EXPECT_NE(complaint("{NORM: 1}", catalogue).find("\"NORM\""), std::string::npos);
    EXPECT_NE(complaint("{A: 1}", catalogue_of(300)).find("states no classes"), std::string::npos);
}

TEST(CountBy, OtherFormsAreErrors) {
    for (const char* given : {"NORM", "[NORM]", "{}", "{NORM: 0}", "{NORM: much}", "null"})
        EXPECT_THROW(plan_config({concat("pages.one.count_by=", given)}), ConfigError) << given;
}

} // namespace
} // namespace ecgpress
