// A viewer with a dark background: lightness is inverted, colours keep their hue. The traces are in
// one of the colours that monitors use.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_dark_mode(Scene& scene, const Dials& dials, Rng& random) {
    if (scene.dark_paper) return; // a monitor's page is dark without it
    // Dark inks that become white, green, yellow and cyan; shares by eye.
    static constexpr Colour k_inks[] = {{0, 0, 0}, {0, 96, 0}, {96, 88, 0}, {0, 80, 96}};
    scene.print.ink_colour = k_inks[random.below(std::size(k_inks))];
    scene.print.jagged = random.uniform() < 0.5; // screens often draw without smooth edges
    scene.finish.dark = true;
    scene.finish.dark_grid = dials.values[0];
}

} // namespace

Artifact dark_mode() {
    return {"dark_mode",
            "a viewer with a dark background",
            {{"grid",
              "share of the grid's contrast that is kept",
              {{1, 0.8}, {0.8, 0.5}, {0.5, 0.25}}}},
            apply_dark_mode};
}

} // namespace ecgpress
