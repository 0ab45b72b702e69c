// A phone held over the page: framing, perspective, rotation, lens distortion, and a desk.
#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

constexpr double k_degree = k_pi / 180;

/// Returns the size of the image, as a share of the page's, that shows a rotated and tilted page.
double whole_page(const Camera& camera, double side_mm, double other_mm) {
    const double turned =
        side_mm * std::abs(cos_of(camera.roll_rad)) + other_mm * std::abs(sin_of(camera.roll_rad));
    // A near edge is larger, by about half of the tilt at the distances below.
    return turned / side_mm *
           (1 + 0.5 * std::max(std::abs(camera.pan_rad), std::abs(camera.tilt_rad)));
}

/// Uses one of the user's pictures of desks on most pages, if there are some. A picture is as wide
/// as the image or wider, in any direction.
void lay_on_users_desk(Scene& scene, Rng& random) {
    if (scene.desk_pictures == nullptr || random.uniform() >= 0.8) return;
    const std::size_t picture = random.below(scene.desk_pictures->size());
    const Image& pixels = (*scene.desk_pictures)[picture];
    const double side_px = std::max(scene.image_width_px(), scene.image_height_px());
    scene.desk.picture = static_cast<int>(picture);
    scene.desk.turns = random.uniform();
    scene.desk.scale = std::max(pixels.width, pixels.height) / side_px * random.uniform(0.6, 1);
}

void apply_camera_pose(Scene& scene, const Dials& dials, Rng& random) {
    Camera& camera = scene.camera;
    // At least 350 mm and 1.25 page widths away. Distances and tones were chosen by eye.
    camera.distance_mm = std::max(350.0, 1.25 * scene.width_mm) * random.uniform(1, 1.6);
    camera.pan_rad = random.uniform(-1, 1) * dials.values[0] * k_degree;
    camera.tilt_rad = random.uniform(-1, 1) * dials.values[0] * k_degree;
    camera.roll_rad += random.uniform(-1, 1) * dials.values[1] * k_degree;
    camera.lens = 0.008 * random.normal();
    camera.shift_x = 0.008 * random.normal();
    camera.shift_y = 0.008 * random.normal();
    // Shares of the framings and their extremes are those of the 37 photographs.
    const double framing = random.uniform();
    if (framing < 0.75) {
        frame_traces(scene, 22, random);
    } else { // the whole page, or a page that takes up 20 to 45 % of the picture
        const double beside = framing < 0.94 ? random.uniform(1, 1.1) : random.uniform(1.45, 2);
        camera.window_x = beside * whole_page(camera, scene.width_mm, scene.height_mm);
        camera.window_y = beside * whole_page(camera, scene.height_mm, scene.width_mm);
    }
    // A quarter of 12 photographs were turned; the share here also covers collections where none
    // is.
    if (random.uniform() < 0.1) camera.quarter_turns = 1 + static_cast<int>(random.below(3));
    const double side_px = std::max(scene.image_width_px(), scene.image_height_px());
    camera.scale = std::min(1.0, scene.most_px / side_px);
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
    scene.lamp.elevation_rad = random.uniform(24, 48) * k_degree;
    // Tint across real pages: red over blue varies by a factor of 1.11 (docs/realism.md).
    scene.lamp.tint = random.uniform(0, 0.35);
    // Sharpened edges on real photographs have halos of 7 % of the stroke (0.7 to 19). Noise
    // reduction leaves 0.3 to 0.5 of the chroma of thin lines.
    scene.sensor.black = 6;
    scene.sensor.white = 250;
    scene.sensor.curve = random.uniform(0.2, 0.35);
    scene.sensor.sharpen = std::max(scene.sensor.sharpen, random.uniform(0.5, 2));
    scene.sensor.sharpen_px = random.uniform(1, 1.8);
    scene.sensor.colour_blur_px = random.uniform(1.1, 3.2);
    scene.soil.texture = std::max(scene.soil.texture, 0.8);
    lay_on_users_desk(scene, random);
}

} // namespace

Artifact camera_pose() {
    Artifact artifact{
        "camera_pose",
        "a hand-held camera's view",
        {{"tilt_degrees", "degrees, at most, each way", {{2, 5}, {5, 14}, {14, 26}}},
         {"roll_degrees", "degrees, at most", {{0.6, 2}, {2, 8}, {8, 16}}},
         // 93 real pages: median 4.4, from 2.1 to 10.
         {"px_per_mm", "px/mm of the paper, at most", {{11, 4.8}, {4.8, 3.4}, {3.4, 2.1}}}},
        apply_camera_pose};
    artifact.px_per_mm = 2; // the index of that parameter
    return artifact;
}

} // namespace ecgpress
