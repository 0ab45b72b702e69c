// A rubber stamp with invented words: round or rectangular, rotated, with uneven ink. Print stays
// readable below it.
#include <algorithm>
#include <utility>

#include "core/elementary.hpp"
#include "core/strings.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// A stamp's place on the page and its ink. Coordinates on the stamp are mm from its middle.
struct Stamp {
    PointMm middle;
    double rad, opacity;
    Colour ink;

    PointMm at(double along, double down) const {
        return {middle.x_mm + cos_of(rad) * along - sin_of(rad) * down,
                middle.y_mm + sin_of(rad) * along + cos_of(rad) * down};
    }
};

void ink(Scene& scene, const Stamp& stamp, InkMask mask, Rng& random) {
    // Rubber does not touch the paper everywhere: a share of the ink is missing (by eye).
    const double even = random.uniform(0.75, 1);
    for (std::uint8_t& coverage : mask.coverage)
        if (coverage > 0)
            coverage = static_cast<std::uint8_t>(coverage * (even + (1 - even) * random.uniform()));
    scene.soil.marks.push_back(
        {std::move(mask), stamp.ink, stamp.opacity, true, false, Mark::Kind::stamp});
}

/// Inks a text in the middle of a line.
TextRun write(Scene& scene, const Stamp& stamp, const std::string& text, double down,
              double size_mm, Rng& random) {
    const RectMm extent = scene.typefaces.of(Face::sans).extent_mm(text, size_mm);
    TextRun run{text, stamp.at(-(extent.x0_mm + extent.x1_mm) / 2, down), size_mm, Face::sans,
                stamp.rad};
    ink(scene, stamp, lettering(scene, run), random);
    return run;
}

/// The same, recorded as one line.
void write_line(Scene& scene, const Stamp& stamp, const TextLine& line, double down, double size_mm,
                Rng& random) {
    const TextRun run = write(scene, stamp, line.text, down, size_mm, random);
    record_text(scene, run, line.parts);
}

TextLine invented_date(Rng& random) {
    static const char* const k_months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                           "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    return {
        concat(1 + random.below(28), ' ', k_months[random.below(12)], ' ', 2001 + random.below(24)),
        TextRole::stamp, is_protected(TextRole::date)};
}

void press_rectangle(Scene& scene, const Stamp& stamp, Rng& random) {
    static const char* const k_words[] = {"RECEIVED", "COPY", "REVIEWED", "FILED", "CARDIOLOGY"};
    const double width = random.uniform(34, 56), height = width * random.uniform(0.32, 0.42);
    const double x = width / 2, y = height / 2;
    ink(scene, stamp,
        stroke(
            scene,
            {stamp.at(-x, -y), stamp.at(x, -y), stamp.at(x, y), stamp.at(-x, y), stamp.at(-x, -y)},
            random.uniform(0.5, 0.9)),
        random);
    const TextLine word(k_words[random.below(std::size(k_words))], TextRole::stamp);
    write_line(scene, stamp, word, -0.02 * height, 0.36 * height, random);
    write_line(scene, stamp, invented_date(random), 0.36 * height, 0.26 * height, random);
}

/// Letters along the upper half of a circle, and a date across its middle.
void press_circle(Scene& scene, const Stamp& stamp, Rng& random) {
    const double radius = random.uniform(13, 19), size_mm = 0.24 * radius;
    for (const double share : {1.0, 0.64}) {
        std::vector<PointMm> circle;
        for (int i = 0; i <= 72; ++i)
            circle.push_back(stamp.at(share * radius * cos_of_turns(i / 72.0),
                                      share * radius * sin_of_turns(i / 72.0)));
        ink(scene, stamp, stroke(scene, circle, share == 1 ? 0.7 : 0.35), random);
    }
    const std::string text = random.below(2) == 0 ? "EXAMPLE HOSPITAL" : "NOBODY'S CARDIOLOGY";
    const double step = 0.42 / static_cast<double>(text.size());
    PlacedLine around{text, stamp.rad, {}};
    const TextLine place(text, TextRole::stamp, is_protected(TextRole::location));
    for (const TextWord& word : words_of(text, place.parts))
        around.words.push_back(
            {text.substr(word.begin, word.end - word.begin), word.role, word.phi, {}});
    auto word = around.words.begin();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const double turns = 0.75 + step * (static_cast<double>(i) + 0.5) - 0.21;
        Stamp letter = stamp;
        letter.middle =
            stamp.at(0.74 * radius * cos_of_turns(turns), 0.74 * radius * sin_of_turns(turns));
        letter.rad = stamp.rad + 2 * k_pi * (turns - 0.75);
        if (text[i] == ' ')
            ++word;
        else
            word->runs.push_back(write(scene, letter, {text[i]}, 0, size_mm, random));
    }
    record_text(scene, std::move(around));
    write_line(scene, stamp, invented_date(random), 0.1 * radius, 0.21 * radius, random);
}

void apply_stamp(Scene& scene, const Dials& dials, Rng& random) {
    // Blue, violet, red and black ink pads; by eye.
    static constexpr Colour k_pads[] = {{52, 70, 160}, {98, 62, 150}, {186, 48, 56}, {52, 52, 58}};
    for (int i = 0; i < dials.count(0); ++i) {
        const Stamp stamp{{random.uniform(0.1, 0.9) * scene.width_mm,
                           random.uniform(0.08, 0.92) * scene.height_mm},
                          0.18 * random.normal(),
                          random.uniform(0.45, 0.85),
                          k_pads[random.below(std::size(k_pads))]};
        if (random.uniform() < 0.5)
            press_circle(scene, stamp, random);
        else
            press_rectangle(scene, stamp, random);
    }
}

} // namespace

Artifact stamp() {
    return {"stamp",
            "rubber stamps",
            {{"count", "number", {{0.6, 1.4}, {1.4, 2.2}, {2.2, 3.4}}}},
            apply_stamp};
}

} // namespace ecgpress
