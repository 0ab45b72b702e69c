// Units of voltage, as configurations and headers name them.
#pragma once

#include <optional>
#include <string>

namespace ecgpress {

/// What a value is multiplied by and then divided by to be in mV: one of both is 1, so that a
/// conversion rounds once.
struct UnitScale {
    double multiply = 1, divide = 1;

    double mv(double value) const { return value * multiply / divide; }
};

/// "nV", "uV", "mV" or "V" in upper or lower case, with the micro sign in any encoding; or the
/// number of mV of one unit: "0.1". No value for other texts.
std::optional<UnitScale> parse_unit(const std::string& text);

} // namespace ecgpress
