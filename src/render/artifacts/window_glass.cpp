// A page behind glass: soft reflections of objects in front of it.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_window_glass(Scene& scene, const Dials& dials, Rng& random) {
    Field& glare = scene.glare();
    const double width = scene.image_width_px(), tall = scene.image_height_px();
    // Thresholded noise with soft edges; sizes relative to the image width, by eye.
    Field shapes = noise_field(width, tall, Light::k_cells_per_px, {width / 3.5, 2, 0.6}, random);
    for (float& value : shapes.values) value = value > 0.25F ? 1.0F : 0.0F;
    blur(shapes, 0.012 * width);
    for (std::size_t i = 0; i < glare.values.size(); ++i)
        glare.values[i] = std::min(1.0F, glare.values[i] + static_cast<float>(dials.values[0]) *
                                                               shapes.values[i]);
}

} // namespace

Artifact window_glass() {
    return {"window_glass",
            "reflections in glass",
            {{"strength", "of white", {{0.03, 0.08}, {0.08, 0.18}, {0.18, 0.3}}}},
            apply_window_glass};
}

} // namespace ecgpress
