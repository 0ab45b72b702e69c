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
    double weight = 0;        ///< share in the default mixture
    double screen_weight = 0; ///< the same on pages that were never on paper (Preset::on_screen)
};

/// framework, export, viewer, thermal, super-grid, dotted, limb-chest, muscle-filter, orange,
/// laser, two-ink, strip, monitor.
const std::vector<Look>& standard_looks();

/// A look of a group, with all changes by the configuration.
struct LookShare {
    std::string look;
    double weight = 1;
    double screen_weight = 1; ///< on pages that were never on paper
    StyleSettings style;
};

/// The look on which every style is based: that of the published framework.
constexpr const char* k_plain_look = "framework";

} // namespace ecgpress
