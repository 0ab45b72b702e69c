#include "signal/unit.hpp"

#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

struct Unit {
    const char* name; ///< lower case
    UnitScale scale;
};

// The micro sign in ASCII, in UTF-8 (as U+00B5 and as the Greek letter) and in Latin-1.
constexpr Unit k_units[] = {
    {"mv", {}},           {"v", {1000, 1}},         {"nv", {1, 1e6}},
    {"uv", {1, 1000}},    {"\xc2\xb5v", {1, 1000}}, {"\xce\xbcv", {1, 1000}},
    {"\xb5v", {1, 1000}},
};

} // namespace

std::optional<UnitScale> parse_unit(const std::string& text) {
    for (const Unit& unit : k_units)
        if (lower_case(text) == unit.name) return unit.scale;
    double factor = 0;
    if (parse_number(text, factor) && std::isfinite(factor) && factor > 0)
        return UnitScale{factor, 1};
    return std::nullopt;
}

} // namespace ecgpress
