// A lamp beside the page and room light of another colour, vignetting by the lens, and the colour
// cast that the camera's white balance leaves.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Returns red, green and blue of light of a colour temperature, relative to 6500 K. A rough linear
/// fit, by eye.
Rgb light_of(double kelvin) {
    const double t = (kelvin - 6500) / 6500;
    const double red = kelvin > 6500 ? 1 - 0.42 * t : 1 - 0.28 * t;
    const double blue = kelvin < 6500 ? 1 + 0.55 * t : 1 + 0.30 * t;
    return {std::clamp(red, 0.5, 1.3), 1, std::max(blue, 0.25)};
}

void apply_illumination(Scene& scene, const Dials& dials, Rng& random) {
    // Residual casts: cool, mild, typical, warm. Paper on real photographs has R/G 1.00 to 1.18 and
    // B/G 0.84 to 1.03 (measured).
    static constexpr std::array<Rgb, 4> k_casts{
        {{0.99, 1, 1.01}, {1.015, 1, 0.985}, {1.03, 1, 0.95}, {1.10, 1, 0.86}}};
    const double turns = random.uniform(), height = random.uniform(0.65, 1.1);
    const double lamp_x = 0.75 * cos_of_turns(turns), lamp_y = 0.75 * sin_of_turns(turns);
    const double fall = dials.values[0], dark = dials.values[1];
    const Rgb lamp = light_of(random.uniform(3600, 5000)),
              room = light_of(random.uniform(5000, 6800));
    std::array<Field, 3>& gain = scene.gain();
    const double width = scene.image_width_px(), tall = scene.image_height_px();
    const Field uneven =
        noise_field(width, tall, Light::k_cells_per_px, {width / 3, 2, 0.5}, random);
    Rgb sum{};
    for (int j = 0; j < gain[0].rows; ++j)
        for (int i = 0; i < gain[0].columns; ++i) {
            const double x = (gain[0].centre(i) / width - 0.5) * width / tall,
                         y = gain[0].centre(j) / tall - 0.5;
            const double d2 =
                (x - lamp_x) * (x - lamp_x) + (y - lamp_y) * (y - lamp_y) + height * height;
            // Lambert's law and inverse-square falloff: cos(angle) / d^2, relative to below the
            // lamp.
            const double near = height * height / d2, key = near * std::sqrt(near);
            const double c2 = (x * x + y * y) / (width * width / (4 * tall * tall) + 0.25);
            // Vignette: c2 is the squared distance from the centre, 1 at the corners.
            const double lens = 1 - dark * c2 - 0.6 * dark * c2 * c2;
            for (std::size_t c = 0; c < 3; ++c) {
                const double light = fall * key * lamp[c] +
                                     (1 - fall) * (1 + 0.04 * double{uneven.row(j)[i]}) * room[c];
                float& value = gain[c].row(j)[i];
                value *= static_cast<float>(light * lens);
                sum[c] += double{value};
            }
        }
    // The camera's white balance and exposure make the mean of each channel equal.
    for (std::size_t c = 0; c < 3; ++c) {
        const auto mean = static_cast<float>(sum[c] / static_cast<double>(gain[c].values.size()));
        for (float& value : gain[c].values) value /= mean;
    }
    // Shares of the casts and the exposure were chosen by eye.
    const double warm = random.uniform();
    scene.light.cast = k_casts[warm < 0.3 ? 0 : warm < 0.7 ? 1 : warm < 0.9 ? 2 : 3];
    // Paper on 37 photographs has an L* of 84, from 68 to 97.
    scene.light.exposure *= random.uniform(0.5, 0.95);
}

} // namespace

Artifact illumination() {
    return {"illumination",
            "uneven light in two colours, vignette, white balance",
            {{"fall", "the lamp's share of the light", {{0.05, 0.2}, {0.2, 0.4}, {0.4, 0.6}}},
             {"vignette", "loss at the corners", {{0.02, 0.06}, {0.06, 0.12}, {0.12, 0.24}}}},
            apply_illumination};
}

} // namespace ecgpress
