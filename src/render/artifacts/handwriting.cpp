// Notes in a script typeface, underlines, circles and calliper marks in pen.
#include <algorithm>
#include <utility>

#include "core/elementary.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// Blue, black and red ink; by eye.
constexpr Colour k_pens[] = {{38, 58, 140}, {30, 30, 34}, {170, 34, 40}};

/// One person's writing. There are two typefaces, so hands also differ in slant, size, breadth,
/// regularity and pressure; ranges by eye.
struct Hand {
    double slant, size_mm, breadth, wobble, pressure;
    Face face;
    explicit Hand(Rng& random)
        : slant(random.uniform(-0.15, 0.45)), size_mm(random.uniform(5, 11)),
          breadth(random.uniform(0.85, 1.2)), wobble(random.uniform(0.1, 0.7)),
          pressure(random.uniform(0.62, 0.95)),
          face(random.uniform() < 0.5 ? Face::script : Face::hand) {
        // Letters of Breip are taller and upright; these values give both the same size on paper.
        if (face == Face::hand) size_mm *= 0.7, slant *= 0.6;
    }
};

/// Adds pen ink, slightly translucent, so that print stays visible below it.
void mark(Scene& scene, InkMask ink, Colour pen, double pressure = 0.88) {
    scene.soil.marks.push_back(
        {std::move(ink), pen, pressure, true, false, Mark::Kind::handwriting});
}

/// Writes a text word by word: no two words of a hand have the same height and slope.
/// @return the right end of its baseline
PointMm write(Scene& scene, const Hand& hand, const TextLine& note, PointMm at, double turn,
              Colour pen, Rng& random) {
    const Typeface& face = scene.typefaces.of(hand.face);
    const std::string& text = note.text;
    PlacedLine line{text, turn, {}};
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        const double size_mm = hand.size_mm * (1 + 0.08 * hand.wobble * random.normal()),
                     here = turn + 0.04 * hand.wobble * random.normal();
        if (!word.empty()) {
            // The order of the draws is part of the pages.
            const double slant = hand.slant + 0.05 * hand.wobble * random.normal();
            const TextRun run{word,    {at.x_mm, at.y_mm + 0.4 * hand.wobble * random.normal()},
                              size_mm, hand.face,
                              here,    slant};
            mark(scene, lettering(scene, run), pen, hand.pressure);
            line.words.push_back({word, TextRole::handwriting, note.parts.front().phi, {run}});
            const RectMm extent = face.extent_mm(word, size_mm);
            at.x_mm += extent.x1_mm * cos_of(turn);
            at.y_mm += extent.x1_mm * sin_of(turn);
        }
        at.x_mm += 0.32 * hand.breadth * size_mm;
        begin = end + 1;
    }
    record_text(scene, std::move(line));
    return at;
}

/// Adds a hand-drawn ellipse with these half axes.
void circle(Scene& scene, const PointMm& middle, double along_mm, double down_mm, Colour pen,
            Rng& random) {
    std::vector<PointMm> points;
    const double begin = random.uniform();
    for (int i = 0; i <= 70; ++i) { // slightly more than one turn, not closed
        const double t = begin + i / 66.0, grow = 1 + 0.05 * sin_of_turns(1.7 * t);
        points.push_back({middle.x_mm + along_mm * grow * cos_of_turns(t),
                          middle.y_mm + down_mm * grow * sin_of_turns(t)});
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
    Hand hand(random);
    Colour pen = k_pens[random.below(std::size(k_pens))];
    for (int i = 0; i < dials.count(0); ++i) {
        const PointMm at{random.uniform(0.04, 0.75) * scene.width_mm,
                         random.uniform(0.06, 0.97) * scene.height_mm};
        if (i > 0 && random.uniform() < 0.25) { // another person
            hand = Hand(random);
            pen = k_pens[random.below(std::size(k_pens))];
        }
        const PointMm end =
            write(scene, hand, handwritten_note(random), at, 0.07 * random.normal(), pen, random);
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
            circle(scene, {(at.x_mm + end.x_mm) / 2, (at.y_mm + end.y_mm) / 2 - 0.3 * hand.size_mm},
                   (end.x_mm - at.x_mm) / 2 + random.uniform(2, 5),
                   hand.size_mm * random.uniform(0.8, 1.2), pen, random);
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
