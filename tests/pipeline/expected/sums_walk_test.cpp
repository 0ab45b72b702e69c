#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "pipeline/expected/sums_walk.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

std::string line(char digit, const std::string& path) {
    return std::string(64, digit) + "  " + path + "\n";
}

class SumsWalkTest : public testing::Test {
  protected:
    SumsWalk walk(const std::string& text) const {
        write_file(scratch_.path() / "SHA256SUMS", text);
        return SumsWalk(scratch_.path());
    }
    ScratchFolder scratch_;
};

TEST_F(SumsWalkTest, TakesLinesInOrderAndSaysWhichItPassedOver) {
    SumsWalk sums = walk(line('a', "a") + line('b', "b") + line('c', "c") + line('d', "d"));
    EXPECT_EQ(sums.take("a"), std::string(64, 'a'));
    EXPECT_TRUE(sums.passed().empty());
    EXPECT_EQ(sums.take("d"), std::string(64, 'd'));
    EXPECT_EQ(sums.passed(), (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(sums.next(), nullptr);
}

TEST_F(SumsWalkTest, StaysWhereItIsIfAFileHasNoLine) {
    SumsWalk sums = walk(line('a', "a") + line('b', "b"));
    EXPECT_FALSE(sums.take("x"));
    EXPECT_FALSE(sums.find("x"));
    EXPECT_TRUE(sums.find("b"));
    EXPECT_FALSE(sums.find("a")) << "it is behind";
    EXPECT_EQ(sums.take("b"), std::string(64, 'b'));
}

TEST_F(SumsWalkTest, ContinuesAtAPosition) {
    SumsWalk sums = walk(line('a', "a") + line('b', "b") + line('c', "c"));
    sums.skip();
    const std::uint64_t second = sums.position();
    EXPECT_EQ(second, line('a', "a").size());
    sums.skip();
    sums.skip();
    EXPECT_GT(sums.position(), line('a', "a").size() * 3);
    sums.seek(second);
    ASSERT_NE(sums.next(), nullptr);
    EXPECT_EQ(sums.next()->path, "b");
    sums.seek(0);
    EXPECT_TRUE(sums.take("a"));
}

TEST_F(SumsWalkTest, PassesOverLinesThatAreNoDigestAndPath) {
    SumsWalk sums = walk("x\n\n" + line('a', "a") + "y");
    EXPECT_EQ(sums.position(), 3U);
    EXPECT_TRUE(sums.take("a"));
    EXPECT_EQ(sums.next(), nullptr);
    EXPECT_THROW(SumsWalk(scratch_.path() / "none"), IoError);
}

} // namespace
} // namespace ecgpress
