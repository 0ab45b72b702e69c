// How real machines' pages look: named styles, without any maker's name.
#pragma once

#include <string>
#include <vector>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

struct Look {
    std::string name;
    std::string summary;
    StyleSettings style;
    double weight = 0; ///< its share of the default mixture
};

/// framework, export, thermal, super-grid, dotted, limb-chest, muscle-filter, orange.
const std::vector<Look>& standard_looks();

/// A group's look with all that the configuration changes of it.
struct LookShare {
    std::string look;
    double weight = 1;
    StyleSettings style;
};

/// The name of the look that every style begins with: the published framework's.
constexpr const char* k_plain_look = "framework";

} // namespace ecgpress
