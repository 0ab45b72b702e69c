// Names made unreadable by brush strokes or black bars, mostly in the header.
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Covers text by a stroke; the brush colour is the one in a real ECG export.
void cover(Scene& scene, const PointMm& from, double length_mm, double width_mm, bool black,
           Rng& random) {
    const Colour colour = black ? Colour{18, 18, 18} : Colour{223, 219, 214};
    const auto path = wavering(from, {from.x_mm + length_mm, from.y_mm + random.normal()},
                               black ? 0.05 : 0.5, random);
    scene.soil.marks.push_back({stroke(scene, path, width_mm), colour, 1, false, true});
}

void apply_redaction(Scene& scene, const Dials& dials, Rng& random) {
    const bool black = random.uniform() < 0.4;
    for (int i = 0; i < dials.count(0); ++i) {
        const bool header = i < 2 || random.uniform() < 0.5;
        cover(scene,
              {random.uniform(0.03, 0.6) * scene.width_mm,
               header ? random.uniform(5, 16) : random.uniform(0.2, 0.9) * scene.height_mm},
              random.uniform(22, 60), random.uniform(3, 6), black, random);
    }
}

} // namespace

Artifact redaction() {
    return {"redaction",
            "names painted over",
            {{"strokes", "number", {{1, 2}, {2, 3}, {3, 6}}}},
            apply_redaction};
}

} // namespace ecgpress
