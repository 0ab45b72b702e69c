#include <gtest/gtest.h>

#include "core/program/sliding_rate.hpp"

namespace ecgpress {
namespace {

TEST(SlidingRate, IsZeroBeforeAnythingIsCounted) {
    SlidingRate rate(100);
    EXPECT_EQ(rate.per_s(100), 0);
    rate.add(101, 0);
    EXPECT_EQ(rate.per_s(102), 0);
    EXPECT_EQ(rate.mean_per_s(102), 0);
}

TEST(SlidingRate, IsTheAverageWithinTheFirstWindow) {
    SlidingRate rate(100);
    for (int second = 1; second <= 20; ++second) {
        rate.add(100 + second, static_cast<std::uint64_t>(3 * second));
        EXPECT_NEAR(rate.per_s(100 + second), 3, 1e-9);
    }
    EXPECT_NEAR(rate.per_s(130), 2, 1e-9) << "60 in 30 s: a pause counts";
}

TEST(SlidingRate, ForgetsWhatIsOlderThanItsWindow) {
    SlidingRate rate(0);
    double time = 0;
    std::uint64_t count = 0;
    const auto go_on = [&](double seconds, std::uint64_t per_s) {
        for (int i = 0; i < static_cast<int>(seconds * 10); ++i) {
            time += 0.1;
            if (i % 10 == 9) count += per_s;
            rate.add(time, count);
        }
    };
    go_on(60, 70);
    EXPECT_NEAR(rate.per_s(time), 70, 70 * 0.04);
    go_on(15, 3);
    EXPECT_NEAR(rate.per_s(time), (70 * 15 + 3 * 15) / 30.0, 3);
    go_on(SlidingRate::k_window_s, 3);
    EXPECT_NEAR(rate.per_s(time), 3, 0.2);
    EXPECT_NEAR(rate.mean_per_s(time), static_cast<double>(count) / time, 1e-9);
}

TEST(SlidingRate, ItemsSlowerThanTheWindowHaveTheAverageRate) {
    SlidingRate rate(0);
    rate.add(100, 1);
    rate.add(200, 2);
    rate.add(299, 2);
    EXPECT_NEAR(rate.per_s(300), 2 / 300.0, 1e-9);
}

} // namespace
} // namespace ecgpress
