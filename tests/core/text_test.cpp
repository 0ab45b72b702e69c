#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "core/text.hpp"

namespace ecgpress {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

TEST(Text, SplitUndoesJoin) {
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(join({"a"}, ", "), "a");
    EXPECT_EQ(join({"a", "", "c"}, ", "), "a, , c");
    using Parts = std::vector<std::string>;
    for (const Parts& parts : {Parts{""}, Parts{"a"}, Parts{"a", "b"}, Parts{"", "", "x", ""}}) {
        EXPECT_EQ(split_text(join(parts, ";"), ';'), parts);
    }
}

TEST(Text, TrimsSpacesAtBothEnds) {
    EXPECT_EQ(trimmed("  a b\t\r\n"), "a b");
    EXPECT_EQ(trimmed(" \t "), "");
    EXPECT_EQ(trimmed(""), "");
    EXPECT_EQ(trimmed("x"), "x");
}

TEST(Text, LowersAsciiOnly) {
    EXPECT_EQ(lower_case("aVR-V1 \xc3\x84"), "avr-v1 \xc3\x84");
}

TEST(Text, ShortestPrintsPlainNumbers) {
    EXPECT_EQ(shortest(-0.115), "-0.115");
    EXPECT_EQ(shortest(10), "10");
    EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(shortest(-0.0), "0");
    EXPECT_EQ(shortest(k_nan), "null");
    EXPECT_EQ(shortest(k_infinity), "null");
    EXPECT_EQ(shortest(-k_infinity), "null");
}

TEST(Text, ShortestReadsBackAsTheSameNumber) {
    for (std::uint64_t i = 0; i < 20000; ++i) {
        Rng rng(1, i, "text");
        const std::uint64_t bits = rng.next_u64();
        double any = 0;
        std::memcpy(&any, &bits, sizeof any);
        for (const double value : {any, rng.uniform(-5, 5), std::floor(any), rng.normal() * 1e-7}) {
            if (!std::isfinite(value)) continue;
            double back = 0;
            ASSERT_TRUE(parse_number(shortest(value), back)) << shortest(value);
            ASSERT_EQ(back, value);
        }
    }
}

TEST(Text, FixedHasItsDecimalsAndNoNegativeZero) {
    EXPECT_EQ(fixed(0.5, 6), "0.500000");
    EXPECT_EQ(fixed(-1.25, 1), "-1.2"); // to even, as printf
    EXPECT_EQ(fixed(3.7, 0), "4");
    EXPECT_EQ(fixed(-0.0000001, 6), "0.000000");
    EXPECT_EQ(fixed(-0.0, 2), "0.00");
    EXPECT_EQ(fixed(-0.4, 0), "0");
    EXPECT_EQ(fixed(-0.01, 2), "-0.01");
    EXPECT_EQ(fixed(std::numeric_limits<double>::lowest(), 20).size(), 1 + 309 + 1 + 20U);
}

TEST(Text, FixedIsTheNearestDecimal) {
    for (std::uint64_t i = 0; i < 5000; ++i) {
        Rng rng(2, i, "fixed");
        const double value = rng.uniform(-1000, 1000);
        double back = 0;
        ASSERT_TRUE(parse_number(fixed(value, 6), back));
        ASSERT_LE(std::abs(back - value), 0.5e-6 + 1e-12);
    }
}

TEST(Text, ZeroPaddedNeverTruncates) {
    EXPECT_EQ(zero_padded(17, 5), "00017");
    EXPECT_EQ(zero_padded(123456, 5), "123456");
    EXPECT_EQ(zero_padded(0, 0), "0");
    EXPECT_EQ(zero_padded(0, 3), "000");
}

TEST(Text, AlignsColumns) {
    EXPECT_EQ(aligned({{"lead", "k", "y"}, {"I", "10"}, {"V1", "7", "0.5"}}, 1), "lead   k    y\n"
                                                                                 "I     10\n"
                                                                                 "V1     7  0.5\n");
    EXPECT_EQ(aligned({{"a", "", ""}, {"bb", "c", ""}}, 2, 1), "a\nbb c\n");
    EXPECT_EQ(aligned({}, 1), "");
}

TEST(Text, ParsesNumbers) {
    double real = 0;
    for (const char* text : {"2.5", " 2.5 ", "+2.5", "25e-1", "0.25E1", "\t2.50\r"}) {
        real = 0;
        EXPECT_TRUE(parse_number(text, real)) << text;
        EXPECT_EQ(real, 2.5) << text;
    }
    long long whole = 0;
    for (const char* text : {"-42", " -42", "-042"}) {
        whole = 0;
        EXPECT_TRUE(parse_number(text, whole)) << text;
        EXPECT_EQ(whole, -42) << text;
    }
    EXPECT_TRUE(parse_number("9223372036854775807", whole));
    EXPECT_EQ(whole, std::numeric_limits<long long>::max());
}

TEST(Text, RejectsEverythingElseAndKeepsTheValue) {
    for (const char* text : {"", " ", "-", "+", "+-1", "++1", "1 2", "1,5", "2.5mm", "0x10", "nan",
                             "NaN", "inf", "-Infinity", "1e999", "1e", "e5", "ten", "1_000"}) {
        double real = 7;
        EXPECT_FALSE(parse_number(text, real)) << text;
        EXPECT_EQ(real, 7) << text;
        long long whole = 7;
        EXPECT_FALSE(parse_number(text, whole)) << text;
        EXPECT_EQ(whole, 7) << text;
    }
    long long whole = 7;
    for (const char* text : {"5.0", "1e3", "9223372036854775808"}) {
        EXPECT_FALSE(parse_number(text, whole)) << text;
    }
    double real = 7;
    EXPECT_FALSE(parse_number(std::string_view("5\0", 2), real));
}

const std::vector<std::string> k_keys{"seed",          "source",     "shard",        "release",
                                      "row_height_mm", "margins_mm", "font_size_mm", "dpi"};

TEST(Text, NearestNameFindsTypingErrors) {
    EXPECT_EQ(nearest_name("sede", k_keys), "seed");
    EXPECT_EQ(nearest_name("seeds", k_keys), "seed");
    EXPECT_EQ(nearest_name("SEED", k_keys), "seed");
    EXPECT_EQ(nearest_name("sourcs", k_keys), "source");
    EXPECT_EQ(nearest_name("relase", k_keys), "release");
    EXPECT_EQ(nearest_name("row_height", k_keys), "row_height_mm");
    EXPECT_EQ(nearest_name("row_hight_mm", k_keys), "row_height_mm");
    EXPECT_EQ(nearest_name("font", k_keys), "font_size_mm");
    EXPECT_EQ(nearest_name("dip", k_keys), "dpi");
    EXPECT_EQ(nearest_name("dpi ", k_keys), "dpi");
}

TEST(Text, NearestNameIgnoresDissimilarNames) {
    for (const char* name : {"", "x", "colour", "artifacts", "se", "12345678"}) {
        EXPECT_EQ(nearest_name(name, k_keys), "") << name;
    }
    EXPECT_EQ(nearest_name("seed", {}), "");
}

TEST(Text, UntrustedTextCannotMoveTheCursor) {
    EXPECT_EQ(printable("a\x1b[2J\n\xe9"), "a\\x1b[2J\\x0a\\xe9");
    EXPECT_EQ(printable(std::string(61, 'a')), std::string(60, 'a') + "...");
    EXPECT_EQ(without_controls("one\ntwo\r\x1b]0;x\x07\x7f\xc3\xa9"),
              "one\ntwo\\x0d\\x1b]0;x\\x07\\x7f\xc3\xa9");
    EXPECT_EQ(without_controls(std::string_view("\0", 1)), "\\x00");
}

TEST(Text, PlainTextIsUtf8WithoutControlCharacters) {
    for (const char* text : {"", "00001_hr", "caf\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\x93"})
        EXPECT_TRUE(is_plain_text(text)) << text;
    for (const char* text :
         {"a\nb", "\t", "\x7f", "\xe9", "\xc3", "\xc3(", "\x80", "\xc0\xaf", "\xff", "\xe2\x82"})
        EXPECT_FALSE(is_plain_text(text)) << printable(text);
}

TEST(Text, OneEditIsAlwaysFoundInLongNames) {
    for (const std::string& key : k_keys) {
        if (key.size() < 4) continue;
        for (std::size_t at = 0; at < key.size(); ++at) {
            std::string missing = key, changed = key, doubled = key;
            missing.erase(at, 1);
            changed[at] = '#';
            doubled.insert(at, 1, '#');
            for (const std::string& name : {missing, changed, doubled}) {
                EXPECT_EQ(nearest_name(name, k_keys), key) << name;
            }
        }
    }
}

} // namespace
} // namespace ecgpress
