#include <gtest/gtest.h>

#include "dataset/shard/failure_list.hpp"

namespace ecgpress {
namespace {

using Pages = std::vector<std::uint64_t>;

Pages pages_of(const std::vector<std::vector<Failure>>& shards) {
    FailureList list;
    for (const auto& shard : shards) list.add(shard);
    Pages pages;
    for (const Failure& failure : list.listed()) pages.push_back(failure.page);
    return pages;
}

TEST(FailureList, ListsEachReasonOfARecordOnceHoweverShardsAreCut) {
    const Failure flat{1, "a", "record a: lead I is flat. Exclude it.", true},
        again{4, "a", "record a: lead I is flat. Exclude it.", true},
        another_reason{5, "a", "a.dat is truncated. Copy it.", true},
        another_record{6, "b", "record b: lead I is flat. Exclude it.", true},
        lost{7, "a", "record a: lead I is flat. Exclude it.", false},
        lost_too{8, "a", "record a: lead I is flat. Exclude it.", false};
    const Pages expected{1, 5, 6, 7, 8}; // every page that does not exist is listed
    EXPECT_EQ(pages_of({{flat, again, another_reason, another_record, lost, lost_too}}), expected);
    EXPECT_EQ(pages_of({{flat}, {again, another_reason}, {another_record, lost}, {lost_too}}),
              expected);
}

} // namespace
} // namespace ecgpress
