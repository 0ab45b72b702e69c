// Barcode labels, and strips of yellowed tape.
#include "core/elementary.hpp"
#include "core/strings.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Returns the corners of a rectangle that is rotated about its middle.
std::vector<PointMm> turned(const PointMm& middle, double width_mm, double height_mm, double rad) {
    std::vector<PointMm> corners;
    for (const auto& [sx, sy] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
        const double dx = sx * width_mm / 2, dy = sy * height_mm / 2;
        corners.push_back({middle.x_mm + cos_of(rad) * dx - sin_of(rad) * dy,
                           middle.y_mm + sin_of(rad) * dx + cos_of(rad) * dy});
    }
    return corners;
}

/// Adds a label of 38-60 x 14-22 mm near the upper edge: shadow, paper, bars, number.
void stick_label(Scene& scene, Rng& random) {
    const double width_mm = random.uniform(38, 60), height_mm = random.uniform(14, 22);
    const double rad = 0.06 * random.normal();
    const PointMm middle{random.uniform(0.15, 0.85) * scene.width_mm,
                         random.uniform(height_mm / 2 + 2, 0.22 * scene.height_mm)};
    const auto outline = turned(middle, width_mm, height_mm, rad);
    scene.soil.marks.push_back(
        {polygon(scene, turned({middle.x_mm + 0.3, middle.y_mm + 0.4}, width_mm, height_mm, rad)),
         {120, 120, 124},
         0.35,
         false,
         false});
    scene.soil.marks.push_back({polygon(scene, outline), {250, 249, 246}, 1, false, true});
    const auto inside = [&](double along, double down) {
        return PointMm{outline[0].x_mm + cos_of(rad) * along - sin_of(rad) * down,
                       outline[0].y_mm + sin_of(rad) * along + cos_of(rad) * down};
    };
    for (double x = 4; x < width_mm - 4;) { // bars of one to three modules of 0.33 mm
        const double bar_mm = 0.33 * (1.0 + static_cast<double>(random.below(3)));
        scene.soil.marks.push_back(
            {polygon(scene, {inside(x, 2), inside(x + bar_mm, 2),
                             inside(x + bar_mm, height_mm * 0.55), inside(x, height_mm * 0.55)}),
             {25, 25, 28},
             1,
             false,
             true});
        x += bar_mm + 0.33 * (1.0 + static_cast<double>(random.below(3)));
    }
    const TextLine number(concat("TEST ", 100000 + random.below(900000)), TextRole::sticker);
    const TextRun run{number.text, inside(5, height_mm * 0.87), height_mm * 0.24, Face::sans, rad};
    scene.soil.marks.push_back({lettering(scene, run), {25, 25, 28}, 1, false, true});
    record_text(scene, run, number.parts);
}

/// Adds a strip of tape, 12-19 mm wide: a yellow tint and a faint reflection.
void stick_tape(Scene& scene, Rng& random) {
    const PointMm middle{random.uniform(0.1, 0.9) * scene.width_mm,
                         random.uniform(0.1, 0.9) * scene.height_mm};
    const auto outline =
        turned(middle, random.uniform(40, 90), random.uniform(12, 19), random.uniform(-0.6, 0.6));
    scene.soil.marks.push_back({polygon(scene, outline), {246, 236, 206}, 1, true, false});
    scene.soil.marks.push_back({polygon(scene, outline), {255, 255, 250}, 0.10, false, false});
}

void apply_sticker(Scene& scene, const Dials& dials, Rng& random) {
    for (int i = 0; i < dials.count(0); ++i)
        if (random.uniform() < 0.5)
            stick_label(scene, random);
        else
            stick_tape(scene, random);
}

} // namespace

Artifact sticker() {
    return {"sticker",
            "barcode labels and tape",
            {{"count", "number", {{1, 1.4}, {1.5, 2.4}, {2.5, 3.5}}}},
            apply_sticker};
}

} // namespace ecgpress
