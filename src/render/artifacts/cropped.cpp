// A picture of which only the part with the traces was kept. Real scans and exports are mostly cut:
// their width is 1.8 to 2 times their height (docs/realism.md).
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_cropped(Scene& scene, const Dials& dials, Rng& random) {
    frame_traces(scene, dials.values[0], random);
    // A cut scan or screenshot shows nothing beyond its page.
    Camera& camera = scene.camera;
    const auto inside = [](double& window, double& shift) {
        // The window's ends in widths of the page: 1/2 +- window/2 - shift * window.
        const double from = std::max(0.0, 0.5 - window * (0.5 + shift)),
                     to = std::min(1.0, 0.5 + window * (0.5 - shift));
        window = to - from;
        shift = (1 - from - to) / 2 / window;
    };
    inside(camera.window_x, camera.shift_x);
    inside(camera.window_y, camera.shift_y);
}

} // namespace

Artifact cropped() {
    return {"cropped",
            "only the traces and a few mm around them are kept",
            {{"paper_mm", "mm above the traces, at most", {{36, 20}, {20, 10}, {10, 3}}}},
            apply_cropped};
}

} // namespace ecgpress
