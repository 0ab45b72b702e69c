// A ribbon or cartridge that runs dry: bands of pale print, every 15 to 60 mm (by eye).
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_low_ink(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_band_mm = 0.5; // step at which the periodic depth is sampled
    const double period_mm = random.uniform(15, 60), phase = random.uniform();
    for (int i = 0; i * k_band_mm < scene.height_mm; ++i) {
        const double y = i * k_band_mm;
        const double band = 0.5 + 0.5 * sin_of_turns(y / period_mm + phase);
        scene.print.rows.push_back({y, k_band_mm, 1 - dials.values[0] * band * band});
    }
}

} // namespace

Artifact low_ink() {
    return {
        "low_ink",
        "bands of pale print",
        {{"depth", "share of the ink that is missing", {{0.06, 0.15}, {0.15, 0.45}, {0.45, 0.7}}}},
        apply_low_ink};
}

} // namespace ecgpress
