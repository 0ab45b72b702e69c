// Notes in a script typeface, underlines, circles and calliper marks in pen.
#include "core/elementary.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Blue, black and red ink; by eye.
constexpr Colour k_pens[] = {{38, 58, 140}, {30, 30, 34}, {170, 34, 40}};

/// Adds pen ink, slightly translucent, so that print stays visible below it.
void mark(Scene& scene, InkMask ink, Colour pen) {
    scene.soil.marks.push_back({std::move(ink), pen, 0.88, true, false});
}

/// Adds a hand-drawn ellipse.
void circle(Scene& scene, const PointMm& middle, double radius_mm, Colour pen, Rng& random) {
    std::vector<PointMm> points;
    const double flat = random.uniform(0.5, 0.8), begin = random.uniform();
    for (int i = 0; i <= 70; ++i) { // slightly more than one turn, not closed
        const double t = begin + i / 66.0, grow = 1 + 0.05 * sin_of_turns(1.7 * t);
        points.push_back({middle.x_mm + radius_mm * grow * cos_of_turns(t),
                          middle.y_mm + flat * radius_mm * grow * sin_of_turns(t)});
    }
    mark(scene, stroke(scene, points, random.uniform(0.4, 0.7)), pen);
}

/// Three to five marks at equal distances, as made with callipers to compare intervals.
void ticks(Scene& scene, const PointMm& from, Colour pen, Rng& random) {
    const double step_mm = random.uniform(15, 24);
    for (int i = 0; i < 3 + static_cast<int>(random.below(3)); ++i) {
        const double x = from.x_mm + i * step_mm + 0.3 * random.normal();
        mark(scene,
             stroke(scene,
                    {{x, from.y_mm}, {x + 0.2 * random.normal(), from.y_mm - random.uniform(3, 5)}},
                    0.35),
             pen);
    }
}

void apply_handwriting(Scene& scene, const Dials& dials, Rng& random) {
    const Typeface& face = scene.typefaces.of(Face::script);
    const Colour pen = k_pens[random.below(std::size(k_pens))];
    for (int i = 0; i < dials.count(0); ++i) {
        const PointMm at{random.uniform(0.04, 0.75) * scene.width_mm,
                         random.uniform(0.06, 0.97) * scene.height_mm};
        const double size_mm = random.uniform(6, 11), turn = 0.07 * random.normal();
        mark(scene, lettering(scene, face, handwritten_note(random), at, size_mm, turn), pen);
        const double also = random.uniform();
        if (also < 0.25) {
            const double length_mm = random.uniform(12, 35);
            mark(scene,
                 stroke(scene,
                        wavering({at.x_mm, at.y_mm + 1.5}, {at.x_mm + length_mm, at.y_mm + 1.5},
                                 0.15, random),
                        random.uniform(0.35, 0.6)),
                 pen);
        } else if (also < 0.4) {
            circle(scene, {at.x_mm + 8, at.y_mm - 2}, random.uniform(7, 15), pen, random);
        } else if (also < 0.5) {
            ticks(scene, at, pen, random);
        }
    }
}

} // namespace

Artifact handwriting() {
    return {"handwriting",
            "notes, underlines, circles and ticks in pen",
            {{"notes", "number", {{1, 2}, {2, 5}, {5, 10}}}},
            apply_handwriting,
            /*needs_script=*/true};
}

} // namespace ecgpress
