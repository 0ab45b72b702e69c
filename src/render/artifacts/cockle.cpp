// Paper that was damp: gentle waves, 35 to 80 mm long (by eye).
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_cockle(Scene& scene, const Dials& dials, Rng& random) {
    const Field waves = noise_field(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm,
                                    {random.uniform(35, 80), 3, 0.4}, random);
    Field& relief = scene.sheet.relief();
    for (std::size_t i = 0; i < relief.values.size(); ++i)
        relief.values[i] += static_cast<float>(dials.values[0]) * waves.values[i];
}

} // namespace

Artifact cockle() {
    return {"cockle",
            "gentle waves of damp paper",
            {{"height_mm", "mm", {{0.1, 0.25}, {0.25, 0.5}, {0.5, 0.9}}}},
            apply_cockle};
}

} // namespace ecgpress
