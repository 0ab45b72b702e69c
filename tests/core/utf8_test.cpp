#include <gtest/gtest.h>
#include <utility>

#include "core/utf8.hpp"

namespace ecgpress {
namespace {

TEST(Utf8, ValidTextStaysAndEveryOtherByteIsReplaced) {
    const std::string mark = "\xEF\xBF\xBD";
    for (const std::string valid : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"})
        EXPECT_EQ(as_utf8(valid), valid);
    const std::pair<std::string, std::string> cases[] = {
        {"a\xFFz", "a" + mark + "z"},
        {"\x80", mark},
        {"\xC3", mark},                                  // cut off
        {"\xC0\x80", mark + mark},                       // longer than need be
        {"\xE0\x80\x80", mark + mark + mark},            // the same
        {"\xED\xA0\x80", mark + mark + mark},            // a surrogate
        {"\xF4\x90\x80\x80", mark + mark + mark + mark}, // above U+10FFFF
        {"\xC3\x28", mark + "("},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(as_utf8(text), expected);
}

} // namespace
} // namespace ecgpress
