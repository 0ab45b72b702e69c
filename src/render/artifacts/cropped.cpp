// A picture of which only the part with the traces was kept. Real scans and exports are mostly cut:
// their width is 1.8 to 2 times their height (docs/realism.md).
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_cropped(Scene& scene, const Dials& dials, Rng& random) {
    frame_traces(scene, dials.values[0], random);
}

} // namespace

Artifact cropped() {
    return {"cropped",
            "only the traces and a few mm around them are kept",
            {{"paper_mm", "mm above the traces, at most", {{36, 20}, {20, 10}, {10, 3}}}},
            apply_cropped};
}

} // namespace ecgpress
