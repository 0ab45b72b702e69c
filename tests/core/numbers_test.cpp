#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

#include "core/numbers.hpp"
#include "core/random.hpp"

namespace ecgpress {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

TEST(Numbers, ShortestPrintsPlainNumbers) {
    EXPECT_EQ(shortest(-0.115), "-0.115");
    EXPECT_EQ(shortest(10), "10");
    EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(shortest(-0.0), "0");
    EXPECT_EQ(shortest(k_nan), "null");
    EXPECT_EQ(shortest(k_infinity), "null");
    EXPECT_EQ(shortest(-k_infinity), "null");
}

TEST(Numbers, ShortestReadsBackAsTheSameNumber) {
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

TEST(Numbers, FixedHasItsDecimalsAndNoNegativeZero) {
    EXPECT_EQ(fixed(0.5, 6), "0.500000");
    EXPECT_EQ(fixed(-1.25, 1), "-1.2"); // to even, as printf
    EXPECT_EQ(fixed(3.7, 0), "4");
    EXPECT_EQ(fixed(-0.0000001, 6), "0.000000");
    EXPECT_EQ(fixed(-0.0, 2), "0.00");
    EXPECT_EQ(fixed(-0.4, 0), "0");
    EXPECT_EQ(fixed(-0.01, 2), "-0.01");
    EXPECT_EQ(fixed(std::numeric_limits<double>::lowest(), 20).size(), 1 + 309 + 1 + 20U);
}

TEST(Numbers, FixedIsTheNearestDecimal) {
    for (std::uint64_t i = 0; i < 5000; ++i) {
        Rng rng(2, i, "fixed");
        const double value = rng.uniform(-1000, 1000);
        double back = 0;
        ASSERT_TRUE(parse_number(fixed(value, 6), back));
        ASSERT_LE(std::abs(back - value), 0.5e-6 + 1e-12);
    }
}

TEST(Numbers, ZeroPaddedNeverTruncates) {
    EXPECT_EQ(zero_padded(17, 5), "00017");
    EXPECT_EQ(zero_padded(123456, 5), "123456");
    EXPECT_EQ(zero_padded(0, 0), "0");
    EXPECT_EQ(zero_padded(0, 3), "000");
}

TEST(Numbers, ParsesNumbers) {
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

TEST(Numbers, RejectsEverythingElseAndKeepsTheValue) {
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

} // namespace
} // namespace ecgpress
