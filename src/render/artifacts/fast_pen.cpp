// A pen or print head that leaves less ink where the trace is steep, because it is faster there.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_fast_pen(Scene& scene, const Dials& dials, Rng& random) {
    scene.print.pen.least = dials.values[0];
    scene.print.pen.half = random.uniform(3, 8); // measured, docs/realism.md
}

} // namespace

Artifact fast_pen() {
    return {
        "fast_pen",
        "steep strokes with less ink",
        {{"least", "share of the ink at any speed", {{0.75, 0.55}, {0.55, 0.35}, {0.35, 0.15}}}},
        apply_fast_pen};
}

} // namespace ecgpress
