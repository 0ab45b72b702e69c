// Thermal paper that was exposed to light: ink fades, most at the edges, and turns violet grey. The
// preprinted grid does not fade.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_thermal_fade(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_edge_mm = 55; // width of the faded margin; by eye
    Field left = noise_field(scene.width_mm, scene.height_mm, 1, {60, 3, 0.5}, random);
    for (int j = 0; j < left.rows; ++j)
        for (int i = 0; i < left.columns; ++i) {
            const double x = left.centre(i), y = left.centre(j);
            const double edge =
                std::min({x, scene.width_mm - x, y, scene.height_mm - y, k_edge_mm});
            // 45 % of the remaining ink at the edge, 100 % from k_edge_mm on; by eye.
            float& value = left.row(j)[i];
            value = static_cast<float>(std::clamp(
                dials.values[0] * (0.45 + 0.55 * edge / k_edge_mm) * (1 + 0.2 * double{value}),
                0.04, 1.0));
        }
    scene.print.ink_left = std::move(left);
    scene.print.ink_colour = Colour{74, 70, 96}; // violet grey
}

} // namespace

Artifact thermal_fade() {
    return {"thermal_fade",
            "thermal print bleached by light",
            {{"ink_left", "share of the ink", {{0.95, 0.8}, {0.8, 0.5}, {0.5, 0.2}}}},
            apply_thermal_fade};
}

} // namespace ecgpress
