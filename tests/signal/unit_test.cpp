#include <gtest/gtest.h>

#include "signal/unit.hpp"

namespace ecgpress {
namespace {

TEST(ParseUnit, KnowsVoltsAndFactors) {
    const auto mv = [](const char* unit, double value) { return parse_unit(unit)->mv(value); };
    EXPECT_EQ(mv("mV", 0.3), 0.3);
    for (const char* unit : {"uV", "UV", "\xc2\xb5V", "\xce\xbcV", "\xb5V"})
        EXPECT_EQ(mv(unit, 630), 0.63) << unit;
    EXPECT_EQ(mv("nV", 630000), 0.63);
    EXPECT_EQ(mv("V", 0.002), 2);
    EXPECT_EQ(mv("0.1", 63), 63 * 0.1);
    EXPECT_EQ(mv("1e-3", 5), 5e-3);
    for (const char* unit : {"", "m", "mmHg", "0", "-1", "nan", "inf", "physical units", "1 mV"})
        EXPECT_FALSE(parse_unit(unit)) << unit;
}

} // namespace
} // namespace ecgpress
