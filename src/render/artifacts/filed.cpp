// A page from a file: holes of a hole punch along one edge, and a staple in a corner.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void punch(Scene& scene, const PointMm& middle, double radius_mm) {
    std::vector<PointMm> hole;
    for (int i = 0; i < 48; ++i)
        hole.push_back({middle.x_mm + radius_mm * cos_of_turns(i / 48.0),
                        middle.y_mm + radius_mm * sin_of_turns(i / 48.0)});
    scene.soil.cuts.push_back(polygon(scene, hole));
}

/// Two or four holes 80 mm apart, of 6 mm diameter, 12 mm from the edge (ISO 838), or three of 8 mm
/// 108 mm apart (United States), along the left or the upper edge.
void punch_row(Scene& scene, Rng& random) {
    const bool left = random.below(2) == 0, three = random.uniform() < 0.4;
    const double from_edge_mm = 12 + 1.5 * random.normal(), radius_mm = three ? 4 : 3;
    const double along_mm = (left ? scene.height_mm : scene.width_mm) / 2 + 4 * random.normal();
    const int holes = three ? 3 : random.below(3) == 0 ? 4 : 2;
    const double pitch_mm = three ? 108 : 80;
    for (int i = 0; i < holes; ++i) {
        const double at_mm = along_mm + (i - (holes - 1) / 2.0) * pitch_mm;
        punch(scene, left ? PointMm{from_edge_mm, at_mm} : PointMm{at_mm, from_edge_mm}, radius_mm);
    }
}

/// A staple 11 mm long near an upper corner: shadow, wire and its reflection. Tones by eye.
void staple(Scene& scene, Rng& random) {
    const double x = random.uniform(8, 22), y = random.uniform(4, 14);
    const PointMm middle{random.below(4) == 0 ? scene.width_mm - x : x, y};
    const double turns = random.uniform(-0.16, 0.16), half_mm = 5.5;
    const auto wire = [&](double down_mm, double width_mm, Colour colour, double opacity,
                          bool hides) {
        const double dx = half_mm * cos_of_turns(turns), dy = half_mm * sin_of_turns(turns);
        scene.soil.marks.push_back({stroke(scene,
                                           {{middle.x_mm - dx, middle.y_mm - dy + down_mm},
                                            {middle.x_mm + dx, middle.y_mm + dy + down_mm}},
                                           width_mm),
                                    colour, opacity, false, hides});
    };
    wire(0.5, 0.9, {70, 70, 74}, 0.5, false);
    wire(0, 0.6, {128, 130, 134}, 1, true);
    wire(-0.12, 0.2, {228, 230, 232}, 0.9, true);
}

void apply_filed(Scene& scene, const Dials& dials, Rng& random) {
    if (random.uniform() < dials.values[0]) punch_row(scene, random);
    if (random.uniform() < dials.values[1]) staple(scene, random);
}

} // namespace

Artifact filed() {
    return {"filed",
            "punch holes and a staple",
            {{"holes", "probability of punch holes", {{0.8, 0.8}, {0.8, 0.9}, {0.9, 1}}},
             {"staples", "probability of a staple", {{0.8, 0.8}, {0.8, 0.9}, {0.9, 1}}}},
            apply_filed};
}

} // namespace ecgpress
