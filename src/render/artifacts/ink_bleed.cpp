// Ink that spreads in the fibres of the paper.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_ink_bleed(Scene& scene, const Dials& dials, Rng&) {
    scene.print.bleed_mm = dials.values[0];
}

} // namespace

Artifact ink_bleed() {
    return {"ink_bleed",
            "bleeding ink",
            {{"sigma_mm", "mm", {{0.03, 0.07}, {0.07, 0.18}, {0.18, 0.32}}}},
            apply_ink_bleed};
}

} // namespace ecgpress
