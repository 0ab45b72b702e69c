// A fax (ITU-T T.4, group 3): 204 dots per inch, black and white, with lost lines.
#include <algorithm>

#include "core/strings.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

/// The date, the sender and the number of the receiver are protected; the names of the fields and
/// the number of the page are not.
std::vector<TextPart> parts_of(const std::string& text) {
    TextLine line;
    const auto add_until = [&](const char* next, bool phi) {
        const std::size_t begin = line.text.size(), end = std::min(text.find(next), text.size());
        line.add(text.substr(begin, end - begin), TextRole::fax_header, phi);
    };
    add_until("FROM:", true);
    add_until(" EXAMPLE", false);
    add_until("TO:", true);
    add_until(" 0", false);
    add_until("P.01", true);
    line.add(text.substr(line.text.size()), TextRole::fax_header, false);
    return line.parts;
}

/// Prints an invented sender line on a white strip at the upper edge, as receivers do.
void head_line(Scene& scene, Rng& random) {
    const std::string text =
        concat(10 + random.below(18), "-MAR-2019 ", 10 + random.below(13), ":",
               10 + random.below(49), "  FROM: EXAMPLE CARDIOLOGY  TO: 0", 100 + random.below(899),
               " ", 1000 + random.below(8999), "  P.01/01");
    scene.soil.marks.push_back(
        {polygon(scene, {{-1, -1}, {scene.width_mm + 1, -1}, {scene.width_mm + 1, 4.2}, {-1, 4.2}}),
         {255, 255, 255},
         1,
         false,
         true});
    const TextRun run{text, {8, 3.4}, 3, Face::sans};
    scene.soil.marks.push_back({lettering(scene, run), {0, 0, 0}, 1, false, true});
    record_text(scene, run, parts_of(text));
}

void apply_fax(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_fax_px_per_mm = 204 / k_mm_per_inch;
    head_line(scene, random);
    for (int i = 0; i < dials.count(0); ++i) {
        // A lost line stays white from a random position to the right edge.
        const double y = random.uniform() * scene.height_mm, x = random.uniform() * scene.width_mm;
        scene.soil.marks.push_back(
            {polygon(
                 scene,
                 {{x, y}, {scene.width_mm + 1, y}, {scene.width_mm + 1, y + 0.26}, {x, y + 0.26}}),
             {255, 255, 255},
             1,
             false,
             true});
    }
    // Threshold and drift in grey levels; the sharpening of fax scanners. By eye.
    scene.finish.resample = std::min(1.0, k_fax_px_per_mm / scene.px_per_mm);
    scene.finish.grey = true;
    // A grid whose 5 mm lines are paler than this is lost, a darker one stays.
    scene.finish.threshold = 140;
    scene.finish.drift = 5 + 5 * dials.strength;
    scene.sensor.blur_px = std::max(scene.sensor.blur_px, 0.6);
    scene.sensor.sharpen = std::max(scene.sensor.sharpen, 1.0);
}

} // namespace

Artifact fax() {
    return {"fax",
            "dots and lost lines of a fax",
            {{"lost_lines", "number", {{0, 1}, {1, 5}, {5, 16}}}},
            apply_fax};
}

} // namespace ecgpress
