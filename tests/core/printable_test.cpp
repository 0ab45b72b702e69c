#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <utility>

#include "core/printable.hpp"

namespace ecgpress {
namespace {

TEST(Printable, UntrustedTextCannotMoveTheCursor) {
    EXPECT_EQ(printable("a\x1b[2J\n\xe9"), "a\\x1b[2J\\x0a\\xe9");
    EXPECT_EQ(printable(std::string(61, 'a')), std::string(60, 'a') + "...");
    EXPECT_EQ(without_controls("one\ntwo\r\x1b]0;x\x07\x7f\xc3\xa9"),
              "one\ntwo\\x0d\\x1b]0;x\\x07\\x7f\xc3\xa9");
    EXPECT_EQ(without_controls(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, PlainTextIsUtf8WithoutControlCharacters) {
    for (const char* text : {"", "00001_hr", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\x93"})
        EXPECT_TRUE(is_plain_text(text)) << text;
    for (const char* text :
         {"a\nb", "\t", "\x7f", "\xe9", "\xc3", "\xc3(", "\x80", "\xc0\xaf", "\xff", "\xe2\x82"})
        EXPECT_FALSE(is_plain_text(text)) << printable(text);
}

TEST(Printable, ValidTextStaysAndEveryOtherByteIsReplaced) {
    const std::string mark = "\xEF\xBF\xBD";
    for (const std::string valid : {"", "abc", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"})
        EXPECT_EQ(as_utf8(valid), valid);
    const std::pair<std::string, std::string> cases[] = {
        {"a\xFFz", "a" + mark + "z"},
        {"\x80", mark},
        {"\xC3", mark},                                  // truncated
        {"\xC0\x80", mark + mark},                       // overlong encoding
        {"\xE0\x80\x80", mark + mark + mark},            // the same
        {"\xED\xA0\x80", mark + mark + mark},            // a surrogate
        {"\xF4\x90\x80\x80", mark + mark + mark + mark}, // above U+10FFFF
        {"\xC3\x28", mark + "("},
    };
    for (const auto& [text, expected] : cases) EXPECT_EQ(as_utf8(text), expected);
}

TEST(Printable, NothingMovesTheCursorOrTurnsTheText) {
    EXPECT_EQ(on_one_line("a\nb\x1b[2K\x7f"), "a\\x0ab\\x1b[2K\\x7f");
    EXPECT_EQ(without_controls("a\nb\rc"), "a\nb\\x0dc");
    EXPECT_EQ(on_one_line("\u0085\u200e\u202e\u2028\u2066\u061c"),
              "\\xc2\\x85\\xe2\\x80\\x8e\\xe2\\x80\\xae\\xe2\\x80\\xa8\\xe2\\x81\\xa6\\xd8\\x9c");
    EXPECT_EQ(on_one_line("\xff\xc2"), "\\xff\\xc2") << "bytes that are not UTF-8";
    for (const char* plain : {"Größe 12 µV", "日本", "\u2013 \u2026 \u2065", "\u00a0"})
        EXPECT_EQ(on_one_line(plain), plain);
}

/// Every code point of the basic plane, with a letter before it: control characters are faults, and
/// surrogates, which are not UTF-8.
TEST(Printable, AFaultHasItsPosition) {
    for (unsigned code = 1; code < 0x10000; ++code) {
        std::string text = "a";
        const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
        if (code < 0x80) {
            add(code);
        } else if (code < 0x800) {
            add(0xC0 | code >> 6);
            add(0x80 | (code & 63));
        } else {
            add(0xE0 | code >> 12);
            add(0x80 | (code >> 6 & 63));
            add(0x80 | (code & 63));
        }
        const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xA0),
                   is_surrogate = code >= 0xD800 && code < 0xE000;
        const auto fault = first_fault(text, LineEnds::refused);
        ASSERT_EQ(fault.has_value(), is_control || is_surrogate) << code;
        if (fault) {
            EXPECT_EQ(fault->position, 1U) << code;
            EXPECT_EQ(fault->what.find("is not UTF-8") == 0, is_surrogate) << fault->what;
        }
        EXPECT_EQ(first_fault(text, LineEnds::allowed).has_value(), fault && code != '\n') << code;
        EXPECT_TRUE(first_fault(text.substr(0, text.size() - 1), LineEnds::refused) ||
                    text.size() == 2)
            << "a sequence that ends early: " << code;
    }
}

} // namespace
} // namespace ecgpress
