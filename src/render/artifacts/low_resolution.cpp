// A picture made small for sending, and large again.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply(Scene& scene, const Dials& dials, Rng&) {
    scene.finish.resample *= dials.values[0];
}

} // namespace

Artifact low_resolution() {
    return {"low_resolution",
            "details lost by a detour over fewer pixels",
            {{"factor", "of the pixels a side", {{0.95, 0.7}, {0.7, 0.45}, {0.45, 0.25}}}},
            apply};
}

} // namespace ecgpress
