// A phone held over the page: perspective, rotation, lens distortion, and a desk around the page.
#include <algorithm>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_camera_pose(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_degree = k_pi / 180;
    Camera& camera = scene.camera;
    // At least 350 mm and 1.25 page widths away. 3 % of images are rotated by quarter turns.
    // Distances, shares and tones were chosen by eye.
    camera.distance_mm = std::max(350.0, 1.25 * scene.width_mm) * random.uniform(1, 1.6);
    camera.pan_rad = random.uniform(-1, 1) * dials.values[0] * k_degree;
    camera.tilt_rad = random.uniform(-1, 1) * dials.values[0] * k_degree;
    camera.roll_rad += random.uniform(-1, 1) * dials.values[1] * k_degree;
    camera.fill = random.uniform(0.9, 0.985);
    camera.lens = 0.008 * random.normal();
    camera.shift_x = 0.008 * random.normal();
    camera.shift_y = 0.008 * random.normal();
    if (random.uniform() < 0.03) camera.quarter_turns = 1 + static_cast<int>(random.below(3));
    struct Surface {
        Desk::Kind kind;
        Colour colour;
    };
    // Three woods, two cloths and a dark table; colours by eye.
    static constexpr Surface k_surfaces[] = {
        {Desk::Kind::wood, {150, 104, 66}},   {Desk::Kind::wood, {190, 152, 108}},
        {Desk::Kind::cloth, {120, 124, 130}}, {Desk::Kind::cloth, {205, 206, 203}},
        {Desk::Kind::dark, {44, 45, 48}},     {Desk::Kind::wood, {96, 66, 46}}};
    const Surface& surface = k_surfaces[random.below(std::size(k_surfaces))];
    scene.desk = {surface.kind, surface.colour, random.uniform(0.3, 0.55), random.uniform(1.2, 3)};
    scene.lamp.azimuth_rad = random.uniform(0, 2 * k_pi);
    scene.lamp.elevation_rad = random.uniform(36, 48) * k_degree;
    scene.sensor.black = 6;
    scene.sensor.white = 250;
    scene.sensor.curve = random.uniform(0.2, 0.35);
    scene.sensor.sharpen = std::max(scene.sensor.sharpen, 0.7);
    scene.soil.texture = std::max(scene.soil.texture, 0.8);
}

} // namespace

Artifact camera_pose() {
    return {"camera_pose",
            "a hand-held camera's view",
            {{"tilt_degrees", "degrees, at most, each way", {{2, 5}, {5, 14}, {14, 26}}},
             {"roll_degrees", "degrees, at most", {{0.6, 1.5}, {1.5, 4}, {4, 12}}}},
            apply_camera_pose};
}

} // namespace ecgpress
