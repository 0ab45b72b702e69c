// An image that was reduced for sending and enlarged again.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_low_resolution(Scene& scene, const Dials& dials, Rng&) {
    scene.finish.resample *= dials.values[0];
}

} // namespace

Artifact low_resolution() {
    return {"low_resolution",
            "details lost by scaling down and up",
            {{"factor", "of the pixels per side", {{0.95, 0.7}, {0.7, 0.45}, {0.45, 0.25}}}},
            apply_low_resolution};
}

} // namespace ecgpress
