// An image that was saved as JPEG before, whose block artefacts remain. At high strength there are
// often two encodings.
#include <algorithm>
#include <cmath>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_jpeg_again(Scene& scene, const Dials& dials, Rng& random) {
    const auto quality = [&] {
        return static_cast<int>(
            std::lround(std::clamp(dials.values[0] + 3 * random.normal(), 10.0, 98.0)));
    };
    scene.finish.jpeg_passes.push_back(quality());
    if (dials.strength > 0.6 && random.uniform() < 0.5)
        scene.finish.jpeg_passes.push_back(quality());
}

} // namespace

Artifact jpeg_again() {
    return {"jpeg_again",
            "block artefacts of an earlier JPEG encoding",
            {{"quality", "JPEG quality", {{95, 85}, {85, 60}, {60, 22}}}},
            apply_jpeg_again};
}

} // namespace ecgpress
