#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

#include "core/strings.hpp"

namespace ecgpress {
namespace {

TEST(Strings, SplitUndoesJoin) {
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(join({"a"}, ", "), "a");
    EXPECT_EQ(join({"a", "", "c"}, ", "), "a, , c");
    using Parts = std::vector<std::string>;
    for (const Parts& parts : {Parts{""}, Parts{"a"}, Parts{"a", "b"}, Parts{"", "", "x", ""}}) {
        EXPECT_EQ(split_text(join(parts, ";"), ';'), parts);
    }
}

TEST(Strings, TrimsSpacesAtBothEnds) {
    EXPECT_EQ(trimmed("  a b\t\r\n"), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed(""), "");
    EXPECT_EQ(trimmed("x"), "x");
}

TEST(Strings, LowersAsciiOnly) {
    EXPECT_EQ(lower_case("aVR-V1 \xc3\x84"), "avr-v1 \xc3\x84");
}

TEST(Strings, CountsWithSingularAndPlural) {
    EXPECT_EQ(counted(0, "page"), "0 pages");
    EXPECT_EQ(counted(1, "shard"), "1 shard");
    EXPECT_EQ(counted(21, "shard"), "21 shards");
}

TEST(Strings, AlignsColumns) {
    EXPECT_EQ(aligned({{"lead", "k", "y"}, {"I", "10"}, {"V1", "7", "0.5"}}, 1), "lead   k    y\n"
                                                                                 "I     10\n"
                                                                                 "V1     7  0.5\n");
    EXPECT_EQ(aligned({{"a", "", ""}, {"bb", "c", ""}}, 2, 1), "a\nbb c\n");
    EXPECT_EQ(aligned({}, 1), "");
}

} // namespace
} // namespace ecgpress
