// The shadow of a hand, an arm or the phone itself.
#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_cast_shadow(Scene& scene, const Dials& dials, Rng& random) {
    std::array<Field, 3>& gain = scene.gain();
    const double width = scene.image_width_px(), tall = scene.image_height_px();
    const double turns = random.uniform(), c = cos_of_turns(turns), s = sin_of_turns(turns);
    // Positions and widths in units of the image width.
    const double edge = random.uniform(-0.15, 0.3), soft = random.uniform(0.03, 0.07);
    const double bow = random.uniform(-0.8, 0.8), corner = random.uniform(0.2, 0.7);
    for (int j = 0; j < gain[0].rows; ++j)
        for (int i = 0; i < gain[0].columns; ++i) {
            const double x = gain[0].centre(i) / width - 0.5,
                         y = gain[0].centre(j) / width - 0.5 * tall / width;
            const double along = c * x + s * y, across = c * y - s * x;
            // An arm: the area beyond a slightly curved edge, limited on both sides. By eye.
            const double depth =
                std::min(along - edge - bow * across * across, corner - std::abs(across));
            const double dark =
                dials.values[0] * double{soft_step(static_cast<float>(depth / (soft / 3)))};
            for (Field& channel : gain) channel.row(j)[i] *= static_cast<float>(1 - dark);
        }
}

} // namespace

Artifact cast_shadow() {
    return {"cast_shadow",
            "a shadow over part of the page",
            {{"depth", "share of the light", {{0.08, 0.2}, {0.2, 0.4}, {0.4, 0.6}}}},
            apply_cast_shadow};
}

} // namespace ecgpress
