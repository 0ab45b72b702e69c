// Dried liquids: optical density and colour.
#pragma once

#include "render/artifacts/shapes.hpp"

namespace ecgpress {

/// Relative optical densities of red, green and blue, estimated by eye from photographs.
struct Spectra {
    static constexpr Rgb k_coffee{0.34, 0.60, 1.00}, k_tea{0.18, 0.45, 0.85},
        k_water{0.22, 0.34, 0.55}, k_blood{0.25, 0.95, 1.00}, k_grease{0.08, 0.14, 0.25},
        k_mould_dark{0.92, 0.90, 0.95}, k_mould_green{0.80, 0.62, 0.95},
        k_mould_brown{0.55, 0.75, 1.00}, k_foxing{0.22, 0.55, 1.00};
};

/// Returns noise of standard deviation 1 on the raster of stains.
Field mottle(const Scene& scene, double cell_mm, Rng& random);

/// Adds a dried pool: dense at its rim (the coffee ring effect, Deegan et al. 1997, Nature
/// 389:827), pale and mottled inside.
void add_pool(Field& density, const Blob& blob, const PointMm& centre, double strength,
              const Field& noise);

/// Adds the ring of a cup, with gaps and uneven width.
void add_ring(Field& density, const PointMm& centre, double radius_mm, double strength,
              const Field& noise, Rng& random);

} // namespace ecgpress
