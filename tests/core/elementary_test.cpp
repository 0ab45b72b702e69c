// Compares with the C library, which is accurate to the last bits on every host.
#include <cmath>
#include <gtest/gtest.h>

#include "core/elementary.hpp"

namespace ecgpress {
namespace {

TEST(Elementary, LogAndExpAndPow) {
    for (double x = 1e-300; x < 1e300; x *= 1.7) {
        EXPECT_NEAR(log_of(x), std::log(x), 1e-13 * std::abs(std::log(x)) + 1e-15);
        EXPECT_NEAR(pow_of(x, 0.37) / std::pow(x, 0.37), 1, 1e-12);
    }
    for (double x = -690; x < 690; x += 0.37) EXPECT_NEAR(exp_of(x) / std::exp(x), 1, 1e-13) << x;
    EXPECT_EQ(exp_of(0), 1);
    EXPECT_EQ(log_of(1), 0);
    EXPECT_EQ(exp_of(-1e9), 0);
    EXPECT_TRUE(std::isfinite(exp_of(1e9)));
    EXPECT_EQ(pow_of(0, 2), 0);
    EXPECT_EQ(pow_of(0, 0), 1);
}

TEST(Elementary, SineAndCosine) {
    for (double x = -40; x < 40; x += 0.0137) {
        EXPECT_NEAR(sin_of(x), std::sin(x), 1e-14) << x;
        EXPECT_NEAR(cos_of(x), std::cos(x), 1e-14) << x;
        EXPECT_NEAR(sin_of_turns(x), std::sin(2 * k_pi * x), 1e-13) << x;
    }
    EXPECT_EQ(cos_of_turns(0), 1);
    EXPECT_NEAR(cos_of_turns(0.25), 0, 1e-16);
    EXPECT_EQ(cos_of_turns(0.5), -1);
}

} // namespace
} // namespace ecgpress
