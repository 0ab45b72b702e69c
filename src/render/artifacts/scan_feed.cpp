// A scanner with an uneven carriage or rollers: rows are read slightly too early or too late.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_scan_feed(Scene& scene, const Dials& dials, Rng& random) {
    // A slow and a fast wave, periods in mm, by eye.
    scene.camera.feed.push_back({dials.values[0], random.uniform(40, 90), random.uniform()});
    scene.camera.feed.push_back({0.4 * dials.values[0], random.uniform(14, 30), random.uniform()});
}

} // namespace

Artifact scan_feed() {
    return {"scan_feed",
            "an uneven scanner feed",
            {{"jitter_mm", "mm", {{0.02, 0.06}, {0.06, 0.15}, {0.15, 0.5}}}},
            apply_scan_feed};
}

} // namespace ecgpress
