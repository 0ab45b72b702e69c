// A thermal print head with weak dots: pale lines along the direction of the paper.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_dead_dots(Scene& scene, const Dials& dials, Rng& random) {
    constexpr double k_dot_mm = 0.125; // 8 dots per mm, the usual pitch of thermal heads
    for (int i = 0; i < dials.count(0); ++i)
        scene.print.rows.push_back({random.uniform(0.15, 0.95) * scene.height_mm, k_dot_mm,
                                    1 - dials.values[1] * random.uniform(0.7, 1)});
}

} // namespace

Artifact dead_dots() {
    return {"dead_dots",
            "failing dots of a print head",
            {{"rows", "number", {{1, 2}, {2, 4}, {4, 9}}},
             {"opacity", "share of the ink that is missing", {{0.3, 0.5}, {0.5, 0.9}, {0.9, 1}}}},
            apply_dead_dots};
}

} // namespace ecgpress
