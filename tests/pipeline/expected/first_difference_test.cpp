#include <gtest/gtest.h>

#include "core/file.hpp"
#include "pipeline/expected/first_difference.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class FirstDifference : public testing::Test {
  protected:
    std::string of(const std::string& found, const std::string& expected) const {
        write_file(scratch_.path() / "found", found);
        write_file(scratch_.path() / "expected", expected);
        return first_difference(InputFile(scratch_.path() / "found"),
                                InputFile(scratch_.path() / "expected"));
    }
    ScratchFolder scratch_;
};

TEST_F(FirstDifference, SaysNothingOfEqualFiles) {
    EXPECT_EQ(of("", ""), "");
    EXPECT_EQ(of("a\nb\n", "a\nb\n"), "");
    const std::string large(200'000, 'x');
    EXPECT_EQ(of(large, large), "");
}

TEST_F(FirstDifference, ShowsTheLineOfATextInBoth) {
    EXPECT_EQ(of("0 0.5\n1 0.2\n", "0 0.5\n1 0.3\n"), "line 2 is `1 0.2`, expected `1 0.3`");
    EXPECT_EQ(of("a\n", "a\nb\n"), "line 2 is ``, expected `b`");
    EXPECT_EQ(of("", "b"), "line 1 is ``, expected `b`");
}

TEST_F(FirstDifference, CutsALongLineAroundTheDifference) {
    const std::string before(100'000, 'a'), after(100, 'c');
    const std::string text = of(before + "1" + after, before + "2" + after);
    EXPECT_NE(text.find("...aaa"), std::string::npos) << text;
    EXPECT_NE(text.find("ccc...`, expected"), std::string::npos) << text;
    EXPECT_LT(text.size(), 200U);
}

TEST_F(FirstDifference, EscapesControlCharacters) {
    const std::string text = of("\x1b[2J", "x");
    EXPECT_NE(text.find("\\x1b[2J"), std::string::npos) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST_F(FirstDifference, NamesTheByteOfOtherFiles) {
    using namespace std::string_literals;
    EXPECT_EQ(of("ab\0c"s, "ab\0d"s), "it differs from byte 3 on");
}

} // namespace
} // namespace ecgpress
