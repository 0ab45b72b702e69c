// A page rotated on the scanner, with the shadow of its edge on the lid.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_scan_skew(Scene& scene, const Dials& dials, Rng& random) {
    const double degrees = dials.values[0] * (random.below(2) == 0 ? 1 : -1);
    scene.camera.roll_rad += degrees * k_pi / 180;
    // Slightly off-centre, and 1 % smaller, so that the edges of the page are visible.
    scene.camera.shift_x += 0.002 * random.normal();
    scene.camera.shift_y += 0.002 * random.normal();
    scene.camera.zoom *= 0.99;
    scene.desk = {Desk::Kind::lid, {236, 238, 236}, 0.3, 0.8};
}

} // namespace

Artifact scan_skew() {
    return {"scan_skew",
            "page rotated on the scanner",
            {{"degrees", "degrees", {{0.1, 0.5}, {0.5, 1.4}, {1.4, 3.5}}}},
            apply_scan_skew};
}

} // namespace ecgpress
