// Looks: named styles of the pages of real ECG machines, without names of manufacturers.
#pragma once

#include <string>
#include <vector>

#include "pipeline/keys/style_draw.hpp"

namespace ecgpress {

struct Look {
    std::string name;
    std::string summary;
    StyleSettings style;
    double weight = 0; ///< share in the default mixture
};

/// framework, export, thermal, super-grid, dotted, limb-chest, muscle-filter, orange.
const std::vector<Look>& standard_looks();

/// A look of a group, with all changes by the configuration.
struct LookShare {
    std::string look;
    double weight = 1;
    StyleSettings style;
};

/// The look on which every style is based: that of the published framework.
constexpr const char* k_plain_look = "framework";

} // namespace ecgpress
