// A photograph of a display: moire between the gratings of display and sensor, glowing black, and
// brightness bands.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_screen(Scene& scene, const Dials& dials, Rng& random) {
    Screen& screen = scene.screen;
    const double kind = random.uniform();
    // Near 1/2 and 1 display pixels per camera pixel the moire bands are broad.
    screen.pixels_per_px = kind < 0.4   ? random.uniform(0.47, 0.53)
                           : kind < 0.6 ? random.uniform(0.97, 1.03)
                                        : random.uniform(0.55, 0.9);
    screen.stripes = dials.values[0];
    screen.rows = 0.25 * dials.values[0];
    screen.banding = dials.values[1];
    // Bluish light and a lens that curves the bands; by eye.
    screen.banding_px = random.uniform(260, 420);
    screen.glow = dials.values[2];
    scene.camera.lens += random.uniform(0.012, 0.03);
    scene.light.cast = {0.92, 1, 1.06};
    scene.desk = {Desk::Kind::dark, {22, 22, 24}, 0, 1};
}

} // namespace

Artifact screen() {
    return {"screen",
            "moire, glow and banding of a display",
            {{"depth", "depth of the grating", {{0.04, 0.07}, {0.07, 0.11}, {0.11, 0.18}}},
             {"banding", "share of the light", {{0.01, 0.02}, {0.02, 0.035}, {0.035, 0.06}}},
             {"glow", "added to black", {{0.005, 0.01}, {0.01, 0.02}, {0.02, 0.04}}}},
            apply_screen};
}

} // namespace ecgpress
