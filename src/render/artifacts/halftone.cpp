// A printer with black ink only: greys and colours become dots (Bayer 1973, ordered dither 8 x 8).
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_halftone(Scene& scene, const Dials& dials, Rng&) {
    scene.print.halftone_mm = dials.values[0];
}

} // namespace

Artifact halftone() {
    return {"halftone",
            "greys rendered as black dots",
            {{"dot_mm", "mm", {{0.1, 0.13}, {0.13, 0.18}, {0.18, 0.25}}}},
            apply_halftone};
}

} // namespace ecgpress
