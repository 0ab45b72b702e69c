#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "pipeline/config/load_config.hpp"
#include "pipeline/plan/plan.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/plan_cases.hpp"

namespace ecgpress {
namespace {

using namespace plan_cases;

std::vector<std::string> all_plans(const Config& config, const std::vector<RecordInfo>& catalogue) {
    const Plan plan(config, catalogue);
    std::vector<std::string> lines;
    for (std::uint64_t i = 0; i < plan.page_count(); ++i)
        lines.push_back(plan_json(plan.page(i), config));
    return lines;
}

TEST(Plan, EachCellHasExactlyItsPages) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    ASSERT_EQ(plan.page_count(), 954U);
    std::map<std::tuple<std::size_t, std::string, Split>, std::uint64_t> found;
    for (std::uint64_t i = 0; i < plan.page_count(); ++i) {
        const PagePlan page = plan.page(i);
        EXPECT_EQ(page.index, i);
        ++found[{page.group, page.design.layout, page.split}];
    }
    for (std::size_t group = 0; group < config.pages.size(); ++group)
        for (std::size_t i = 0; i < config.pages[group].layouts.size(); ++i)
            for (std::size_t split = 0; split < k_split_count; ++split)
                EXPECT_EQ((found[{group, config.pages[group].layouts[i].layout,
                                  static_cast<Split>(split)}]),
                          config.pages[group].counts[i][split]);
}

TEST(Plan, GroupsFollowEachOther) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    EXPECT_EQ(plan.page(699).group, 0U);
    EXPECT_EQ(plan.page(700).group, 1U);
    EXPECT_EQ(plan.page(952).group, 1U);
    EXPECT_EQ(plan.page(953).group, 2U);
}

/// Every range of a group's pages has the mixture of the group, because caps keep the first pages.
TEST(Plan, CellsAreEvenlyMixed) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    const PageGroup& group = config.pages[0];
    std::map<std::pair<std::string, Split>, double> found;
    for (std::uint64_t i = 0; i < 700; ++i) {
        const PagePlan page = plan.page(i);
        ++found[{page.design.layout, page.split}];
        for (std::size_t layout = 0; layout < group.layouts.size(); ++layout)
            for (std::size_t split = 0; split < k_split_count; ++split) {
                const double due = static_cast<double>((i + 1) * group.counts[layout][split]) / 700;
                EXPECT_LT(
                    std::abs(found[{group.layouts[layout].layout, static_cast<Split>(split)}] -
                             due),
                    3.0);
            }
    }
}

TEST(Plan, SplitIndexCountsThePagesOfTheSplitBefore) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    std::map<Split, std::uint64_t> before;
    for (std::uint64_t i = 0; i < plan.page_count(); ++i) {
        const PagePlan page = plan.page(i);
        ASSERT_EQ(page.split_index, before[page.split]++) << i;
    }
}

TEST(Plan, APageDoesNotDependOnOtherCalls) {
    const Config config = plan_config();
    const auto catalogue = catalogue_of(300);
    const auto lines = all_plans(config, catalogue);
    const Plan plan(config, catalogue);
    for (std::uint64_t i = plan.page_count(); i-- > 0;)
        EXPECT_EQ(plan_json(plan.page(i), config), lines[i]);
}

TEST(Plan, TheSeedChangesRecordsLeadsAndRangesButNoCount) {
    const auto catalogue = catalogue_of(300);
    const Config first = plan_config(), second = plan_config({"seed=6"});
    const Plan a(first, catalogue), b(second, catalogue);
    int same_record = 0, same_height = 0, three_by_one = 0, same_leads = 0;
    for (std::uint64_t i = 0; i < 700; ++i) {
        const PagePlan one = a.page(i), two = b.page(i);
        EXPECT_EQ(one.design.layout, two.design.layout);
        EXPECT_EQ(one.split, two.split);
        same_record += a.candidates(one)[0] == b.candidates(two)[0];
        same_height += one.design.style.row_height_mm == two.design.style.row_height_mm;
        three_by_one += one.design.layout == "3x1";
        same_leads += one.design.layout == "3x1" && one.design.leads == two.design.leads;
    }
    EXPECT_LT(same_record, 60);
    EXPECT_EQ(same_height, 0);
    EXPECT_NEAR(same_leads, three_by_one / 4.0, three_by_one / 8.0);
}

/// Guarantee 3: what one key draws does not depend on other keys, on later groups, or on the shard
/// size.
TEST(Plan, OneFeatureChangesNoOther) {
    const auto catalogue = catalogue_of(300);
    const Config plain = plan_config();
    const Plan before(plain, catalogue);
    for (const std::string setting :
         {"pages.one.style.dpi=[100, 400]", "pages.one.style.margins_mm.left=[17, 30]",
          "shard.pages=7", "pages.three.count=500", "pages.two.rhythm=[]",
          "pages.one.jpeg.quality=50"}) {
        const Config config = plan_config({setting});
        const Plan after(config, catalogue);
        for (std::uint64_t i = 0; i < 700; ++i) {
            PagePlan one = before.page(i), two = after.page(i);
            EXPECT_EQ(before.candidates(one), after.candidates(two));
            two.design.style.dpi = one.design.style.dpi;
            two.design.style.margin_left_mm = one.design.style.margin_left_mm;
            two.jpeg = one.jpeg;
            EXPECT_EQ(plan_json(one, plain), plan_json(two, config)) << setting << ", page " << i;
        }
    }
}

TEST(Plan, RangesAreSampledOverTheirWholeExtent) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    std::map<int, int> tenths;
    for (std::uint64_t i = 0; i < 700; ++i) {
        const double height_mm = plan.page(i).design.style.row_height_mm;
        ASSERT_GE(height_mm, 10);
        ASSERT_LT(height_mm, 20);
        ++tenths[static_cast<int>(height_mm) - 10];
    }
    for (int i = 0; i < 10; ++i) EXPECT_NEAR(tenths[i], 70, 35);
}

TEST(Plan, RecordsOfASplitAreUsedEquallyOften) {
    const Config config = plan_config();
    for (const std::size_t count : {30U, 31U, 90U, 100U, 1000U}) {
        const auto catalogue = catalogue_of(count);
        const Plan plan(config, catalogue);
        std::array<std::map<std::size_t, int>, k_split_count> used;
        for (std::uint64_t i = 0; i < plan.page_count(); ++i) {
            const PagePlan page = plan.page(i);
            const auto split = static_cast<std::size_t>(page.split);
            ++used[split][plan.candidates(page)[0]];
            int fewest = 1 << 30, most = 0;
            if (page.split_index + 1 < plan.records(page.split).size())
                continue; // first cycle: checked below
            for (const std::size_t record : plan.records(page.split)) {
                fewest = std::min(fewest, used[split][record]);
                most = std::max(most, used[split][record]);
            }
            ASSERT_LE(most - fewest, 1) << count << " records, page " << i;
        }
        for (const auto& split : used)
            for (const auto& [record, times] : split) EXPECT_GT(times, 0);
    }
}

TEST(Plan, EachCycleIsAnotherPermutation) {
    const Config config = plan_config();
    const auto catalogue = catalogue_of(300);
    const Plan plan(config, catalogue);
    std::vector<std::size_t> order;
    for (std::uint64_t i = 0; i < plan.page_count(); ++i)
        if (const PagePlan page = plan.page(i); page.split == Split::train)
            order.push_back(plan.candidates(page)[0]);
    const std::size_t count = plan.records(Split::train).size();
    ASSERT_GE(order.size(), 2 * count);
    std::size_t same = 0;
    for (std::size_t i = 0; i < count; ++i) same += order[i] == order[i + count];
    EXPECT_LT(same, count / 10);
}

TEST(Plan, CandidatesAreOfTheSplitAndUnique) {
    const Config config = plan_config();
    for (const std::size_t count : {30U, 200U, 2000U}) {
        const auto catalogue = catalogue_of(count);
        const Plan plan(config, catalogue);
        for (std::uint64_t i = 0; i < plan.page_count(); i += 7) {
            const PagePlan page = plan.page(i);
            const auto& records = plan.records(page.split);
            const auto candidates = plan.candidates(page);
            EXPECT_EQ(candidates.size(), std::min(k_max_candidates, records.size()));
            EXPECT_EQ(std::set<std::size_t>(candidates.begin(), candidates.end()).size(),
                      candidates.size());
            for (const std::size_t candidate : candidates)
                EXPECT_TRUE(std::binary_search(records.begin(), records.end(), candidate));
        }
    }
}

TEST(Plan, ReplacementsDifferFromPageToPage) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(2000));
    std::set<std::size_t> second;
    for (std::uint64_t i = 0; i < 200; ++i) second.insert(plan.candidates(plan.page(i)).at(1));
    EXPECT_GT(second.size(), 100U);
}

TEST(Plan, AMillionPagesArePlannedQuickly) {
    const Config config = load_config(concat(ECGPRESS_SOURCE_DIR, "/config/million.yaml"), {});
    const auto catalogue = catalogue_of(21799);
    const auto start = std::chrono::steady_clock::now();
    const Plan plan(config, catalogue);
    std::size_t candidates = 0;
    for (std::uint64_t i = 0; i < plan.page_count(); i += 9973)
        candidates += plan.candidates(plan.page(i)).size();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(candidates, 101 * k_max_candidates);
    EXPECT_LT(time.count(), 10.0); // about 0.1 s; loose for sanitizers on a busy machine
}

TEST(PlanJson, ContainsEveryChoiceWithSortedKeys) {
    const Config config = plan_config();
    const Plan plan(config, catalogue_of(300));
    const std::string json = plan_json(plan.page(700), config);
    EXPECT_EQ(json.rfind("{\"columns\":2,\"group\":\"two\",\"index\":700,\"jpeg\":{\"chroma\":"
                         "\"420\",\"quality\":95},"
                         "\"layout\":\"6x2\",\"leads\":[\"I\",",
                         0),
              0U)
        << json;
    for (const std::string part :
         {"\"rhythm\":[\"II\"]", "\"row_height_mm\":15,", "\"margins_mm\":{\"bottom\":30,",
          "\"grid_minor_colour\":[255,237,237]", "\"show_grid\":true"})
        EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
}

/// Counts with a common divisor repeat one period: a large run repeats the cells of a small one,
/// and the sheets of a split are numbered without gaps.
TEST(Plan, ALargeRunRepeatsThePeriodOfASmallOne) {
    const auto catalogue = catalogue_of(300);
    const Config few = plan_config({"pages.one.count=60", "pages.two.count=10"});
    const Config many = plan_config({"pages.one.count=6000", "pages.two.count=1000"});
    const Plan small(few, catalogue), large(many, catalogue);
    std::array<std::uint64_t, k_split_count> sheets{};
    for (std::uint64_t i = 0; i < large.page_count() - 1; ++i) {
        const PagePlan page = large.page(i);
        const PagePlan twin = small.page(page.group == 0 ? i % 60 : 60 + (i - 6000) % 10);
        ASSERT_EQ(page.split_index, sheets[static_cast<std::size_t>(page.split)]++) << i;
        ASSERT_EQ(page.split, twin.split) << i;
        ASSERT_EQ(page.design.layout, twin.design.layout) << i;
    }
}

} // namespace
} // namespace ecgpress
