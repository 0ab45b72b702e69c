// Reflection of a lamp on glossy paper or on a display.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_glare(Scene& scene, const Dials& dials, Rng& random) {
    Field& glare = scene.glare();
    const double width = scene.image_width_px(), tall = scene.image_height_px();
    // An elliptic Gaussian spot with a wide halo; sizes relative to the image, by eye.
    const double x0 = random.uniform(0.1, 0.9) * width, y0 = random.uniform(0.1, 0.9) * tall;
    const double size = random.uniform(0.05, 0.13) * width, flat = random.uniform(0.5, 1);
    const double turns = random.uniform(), c = cos_of_turns(turns), s = sin_of_turns(turns);
    for (int j = 0; j < glare.rows; ++j)
        for (int i = 0; i < glare.columns; ++i) {
            const double dx = glare.centre(i) - x0, dy = glare.centre(j) - y0;
            const double a = (c * dx + s * dy) / size, b = (c * dy - s * dx) / (size * flat);
            const double d = a * a + b * b;
            if (d > 60) continue;
            const double light =
                dials.values[0] *
                double{fading(static_cast<float>(d)) + 0.35F * fading(static_cast<float>(d / 6))};
            float& value = glare.row(j)[i];
            value = std::min(1.0F, value + static_cast<float>(light));
        }
}

} // namespace

Artifact glare() {
    return {"glare",
            "reflection of a lamp",
            {{"strength", "of white at its middle", {{0.05, 0.2}, {0.2, 0.45}, {0.45, 0.8}}}},
            apply_glare};
}

} // namespace ecgpress
