// A scan of one bit per pixel in which greys are patterns of black dots (ordered dither, or error
// diffusion after Floyd and Steinberg 1976), as text scanners and multifunction printers make it.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_bilevel(Scene& scene, const Dials& dials, Rng& random) {
    scene.finish.grey = true;
    scene.finish.dither = random.uniform() < 0.6 ? Finish::Dither::diffused // share by eye
                                                 : Finish::Dither::ordered;
    scene.finish.dot_px = dials.count(0);
}

} // namespace

Artifact bilevel() {
    return {"bilevel",
            "a scan of black dots only",
            {{"dot_px", "px, size of a dot", {{1, 1.3}, {1.3, 1.6}, {1.6, 2.4}}}},
            apply_bilevel};
}

} // namespace ecgpress
