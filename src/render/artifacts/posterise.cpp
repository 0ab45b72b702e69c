// Few colours, as in images with a palette.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_posterise(Scene& scene, const Dials& dials, Rng&) {
    scene.finish.levels = std::max(2, dials.count(0));
}

} // namespace

Artifact posterise() {
    return {"posterise",
            "few levels per colour channel",
            {{"levels", "of each channel", {{48, 24}, {24, 10}, {10, 4}}}},
            apply_posterise};
}

} // namespace ecgpress
