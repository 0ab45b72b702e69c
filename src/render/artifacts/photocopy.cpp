// A photocopy, or a copy of a copy: each one has more contrast, so that the grid becomes nearly as
// dark as the traces, uneven toner, and a slightly different size (if the page is resampled for
// another reason). The ranges were set beside a photocopied page on which every grid line is kept
// and 13 % of the pixels are black.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_photocopy(Scene& scene, const Dials& dials, Rng& random) {
    Finish::Copy& copy = scene.finish.copy;
    copy.generations = dials.count(0);
    copy.gain = dials.values[1];
    copy.grain = random.uniform(4, 9);
    copy.uneven = random.uniform(3, 8);
    for (int i = 0; i < copy.generations; ++i)
        scene.camera.copy_zoom *= 1 + 0.008 * random.normal(); // copiers are accurate to about 1 %
}

} // namespace

Artifact photocopy() {
    return {"photocopy",
            "a photocopy, or a copy of a copy",
            {{"copies", "number", {{0.6, 1.4}, {1.5, 2.4}, {2.5, 3.4}}},
             {"gain", "contrast of a copy", {{1.3, 1.6}, {1.6, 2}, {2, 2.6}}}},
            apply_photocopy};
}

} // namespace ecgpress
