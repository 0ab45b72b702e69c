// Fingers that hold the page, from an edge of the picture. About one of eight photographs of ECGs
// shows some (docs/realism.md).
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Skin tones from light to dark; by eye.
constexpr Colour k_skins[] = {{236, 188, 160}, {224, 172, 140}, {198, 138, 104},
                              {152, 98, 68},   {104, 66, 46},   {72, 46, 34}};

void apply_hand(Scene& scene, const Dials& dials, Rng& random) {
    const double px_per_mm = scene.px_per_mm * scene.camera.scale;
    const double width = scene.image_width_px(), height = scene.image_height_px();
    const Colour skin = k_skins[random.below(std::size(k_skins))];
    const double side = random.uniform(); // left, right, or the lower edge
    const bool left = side < 0.4, below = side >= 0.8;
    // A thumb alone, or two to four fingers beside each other (ISO 7250: a thumb is 20 mm wide, an
    // index finger 17 mm).
    const bool thumb = random.uniform() < 0.6;
    const int fingers = thumb ? 1 : 2 + static_cast<int>(random.below(3));
    const double wide_px = (thumb ? 21 : 17) * random.uniform(0.9, 1.1) * px_per_mm;
    const double edge_px = (below ? width : height) * random.uniform(0.2, 0.8);
    const double lean = random.uniform(-0.35, 0.35);
    for (int i = 0; i < fingers; ++i) {
        const double along = edge_px + (i - (fingers - 1) / 2.0) * 1.06 * wide_px;
        const double reach = dials.values[0] * px_per_mm *
                             (thumb ? 1 : 1 - 0.12 * (i - 1) * (i - 1) + 0.04 * random.normal());
        const double away = along + lean * (reach + 2 * wide_px);
        const auto point = [&](double in, double at) -> PointPx {
            if (below) return {at, height - in};
            return {left ? in : width - in, at};
        };
        scene.fingers.push_back({point(-2 * wide_px, along), point(reach, away), wide_px, skin,
                                 /*shows_nail=*/thumb || random.uniform() < 0.6});
    }
}

} // namespace

Artifact hand() {
    return {"hand",
            "fingers that hold the page",
            {{"reach_mm", "mm, from the edge of the picture", {{10, 18}, {18, 32}, {32, 55}}}},
            apply_hand};
}

} // namespace ecgpress
