// Thin paper: the print of its back is visible, mirrored and blurred.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_show_through(Scene& scene, const Dials& dials, Rng&) {
    scene.print.show_through = dials.values[0];
}

} // namespace

Artifact show_through() {
    return {"show_through",
            "print on the back that shows through",
            {{"strength", "share of the back's ink", {{0.02, 0.05}, {0.05, 0.10}, {0.10, 0.18}}}},
            apply_show_through,
            /*needs_script=*/false,
            /*needs_back=*/true};
}

} // namespace ecgpress
