// Other sheets of paper, folders and envelopes around the page: below it, or over one of its edges.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_papers(Scene& scene, const Dials& dials, Rng& random) {
    // White and tinted paper, manila, and folders; by eye.
    static constexpr Colour k_papers[] = {{244, 244, 240}, {236, 238, 242}, {250, 240, 222},
                                          {250, 226, 226}, {214, 228, 240}, {226, 190, 128},
                                          {88, 118, 160},  {64, 66, 70}};
    const double px_per_mm = scene.px_per_mm * scene.camera.scale;
    const double width = scene.image_width_px(), height = scene.image_height_px();
    for (int i = 0; i < dials.count(0); ++i) {
        const bool above = random.uniform() < 0.3;
        // A sheet of A4, of which an edge reaches into the picture.
        const double reach_px =
            (above ? dials.values[1] * random.uniform(0.3, 1) : random.uniform(10, 120)) *
            px_per_mm;
        const double long_px = 297 * px_per_mm, wide_px = 210 * px_per_mm;
        const double turn = random.uniform(-0.25, 0.25);
        PointPx middle;
        switch (random.below(4)) {
        case 0: // left, right, above, below
            middle = {reach_px - wide_px / 2, random.uniform(0, height)};
            break;
        case 1:
            middle = {width - reach_px + wide_px / 2, random.uniform(0, height)};
            break;
        case 2:
            middle = {random.uniform(0, width), reach_px - long_px / 2};
            break;
        default:
            middle = {random.uniform(0, width), height - reach_px + long_px / 2};
        }
        LooseSheet sheet;
        std::size_t corner = 0;
        for (const auto& [sx, sy] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
            const double dx = sx * wide_px / 2, dy = sy * long_px / 2;
            sheet.corners[corner++] = {middle.x_px + cos_of(turn) * dx - sin_of(turn) * dy,
                                       middle.y_px + sin_of(turn) * dx + cos_of(turn) * dy};
        }
        sheet.colour = k_papers[random.below(std::size(k_papers))];
        sheet.above = above;
        if (random.uniform() < 0.5) sheet.line_px = random.uniform(3.2, 5.5) * px_per_mm;
        scene.loose_sheets.push_back(sheet);
    }
}

} // namespace

Artifact papers() {
    return {"papers",
            "other sheets below the page or over its edge",
            {{"count", "number", {{0.6, 1.4}, {1.5, 2.4}, {2.5, 3.4}}},
             {"over_mm", "mm that they cover at most", {{4, 10}, {10, 20}, {20, 40}}}},
            apply_papers};
}

} // namespace ecgpress
