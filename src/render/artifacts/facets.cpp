// A sheet that was folded sharply and lies half flat: tilted facets between straight creases.
#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/curves.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// A straight crease across the whole sheet.
struct Crease {
    PointMm from, to;
    double slope = 0;    ///< change of the sheet's slope across it
    double reach_mm = 0; ///< distance at which the sheet has turned back by 1 - 1/e
};

/// Returns a crease between points on two edges of the sheet.
Crease random_crease(const Scene& scene, double slope, Rng& random) {
    const double wide = scene.width_mm, high = scene.height_mm;
    const auto along = [&] { return random.uniform(0.08, 0.92); };
    Crease crease;
    const double kind = random.uniform();
    if (kind < 0.35) { // nearly upright
        const double at = along();
        crease.from = {wide * at, 0};
        crease.to = {wide * std::clamp(at + 0.08 * random.normal(), 0.0, 1.0), high};
    } else if (kind < 0.5) { // nearly level
        const double at = along();
        crease.from = {0, high * at};
        crease.to = {wide, high * std::clamp(at + 0.08 * random.normal(), 0.0, 1.0)};
    } else if (kind < 0.75) { // oblique, from top to bottom
        crease.from = {wide * along(), 0};
        crease.to = {wide * along(), high};
    } else { // across a corner
        const bool right = random.below(2) == 0, below = random.below(2) == 0;
        crease.from = {right ? wide : 0, high * along()};
        crease.to = {wide * along(), below ? high : 0};
    }
    crease.slope = slope * random.uniform(0.5, 1.2) * (random.below(2) == 0 ? 1 : -1);
    crease.reach_mm = random.uniform(45, 110); // by eye
    return crease;
}

/// Adds height * (1 - e^-|d|) to a row, for distances d that increase from cell to cell.
ECGPRESS_VECTORISED
void raise_row(float* row, float first, float step, float height, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        row[i] += height * (1 - fading(std::abs(first + static_cast<float>(i) * step)));
}

/// Adds a roof along the crease: |d| / 2 times the change of slope near it, level far away.
void raise(Field& relief, const Crease& crease) {
    const double dx = crease.to.x_mm - crease.from.x_mm, dy = crease.to.y_mm - crease.from.y_mm;
    const double length = std::sqrt(dx * dx + dy * dy);
    const double nx = -dy / length, ny = dx / length;
    const auto height = static_cast<float>(crease.slope * crease.reach_mm / 2);
    const double step = nx / relief.cells_per_unit / crease.reach_mm;
    for (int j = 0; j < relief.rows; ++j) {
        const double first = ((relief.centre(0) - crease.from.x_mm) * nx +
                              (relief.centre(j) - crease.from.y_mm) * ny) /
                             crease.reach_mm;
        raise_row(relief.row(j), static_cast<float>(first), static_cast<float>(step), height,
                  static_cast<std::size_t>(relief.columns));
    }
}

void apply_facets(Scene& scene, const Dials& dials, Rng& random) {
    // Steps of light on photographed sheets are 1.5 mm wide (docs/realism.md): a Gaussian of this
    // sigma has that width from 10 to 90 %.
    constexpr double k_round_mm = 0.6;
    Field roofs(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm);
    for (int i = 0; i < dials.count(0); ++i) {
        const Crease crease = random_crease(scene, dials.values[1], random);
        raise(roofs, crease);
        Ridge crest; // toner is lost on the crest
        crest.from = crease.from;
        crest.to = crease.to;
        crest.taper = 0;
        crest.height_mm = 0.02;
        crest.left_mm = crest.right_mm = random.uniform(0.15, 0.35);
        crest.sharpness = 1;
        crest.wear = dials.values[2] * random.uniform();
        add_ridge(scene.sheet, crest);
    }
    blur(roofs, k_round_mm);
    Field& relief = scene.sheet.relief();
    for (std::size_t i = 0; i < relief.values.size(); ++i) relief.values[i] += roofs.values[i];
}

} // namespace

Artifact facets() {
    return {"facets",
            "tilted facets of a sheet that was folded sharply",
            {{"creases", "number", {{1, 3}, {3, 5}, {5, 8}}},
             {"slope", "change of slope across a crease", {{0.1, 0.25}, {0.25, 0.5}, {0.5, 0.6}}},
             {"wear", "of the print on the crest", {{0.05, 0.3}, {0.3, 0.7}, {0.7, 1}}}},
            apply_facets};
}

} // namespace ecgpress
