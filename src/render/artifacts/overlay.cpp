// Text over the page: a watermark across it, and the label of a viewer at its upper right corner.
#include "core/elementary.hpp"
#include "render/artifacts/lettering.hpp"
#include "render/artifacts/list.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_overlay(Scene& scene, const Dials& dials, Rng& random) {
    static const char* const k_words[] = {"COPY", "SAMPLE", "DRAFT", "NOT FOR DIAGNOSIS",
                                          "ARCHIVE"};
    const std::string word = k_words[random.below(std::size(k_words))];
    const double size_mm = random.uniform(20, 36), turn = random.uniform(-0.5, 0.1);
    const RectMm extent = scene.typefaces.of(Face::sans).extent_mm(word, size_mm);
    const double length_mm = extent.x1_mm - extent.x0_mm;
    // A grey watermark, centred on the page; sizes in mm and angle in rad by eye.
    const PointMm at{scene.width_mm / 2 - length_mm / 2 * cos_of(turn),
                     scene.height_mm / 2 - length_mm / 2 * sin_of(turn) + size_mm / 3};
    const TextRun watermark{word, at, size_mm, Face::sans, turn};
    scene.soil.marks.push_back(
        {lettering(scene, watermark), {128, 130, 140}, dials.values[0], false, false});
    record_text(scene, watermark, TextLine(word, TextRole::watermark).parts);
    // A dark bar of 58 x 8 mm with light text.
    const PointMm corner{scene.width_mm - 62, 3};
    scene.soil.marks.push_back({polygon(scene, {corner,
                                                {corner.x_mm + 58, corner.y_mm},
                                                {corner.x_mm + 58, corner.y_mm + 8},
                                                {corner.x_mm, corner.y_mm + 8}}),
                                {48, 52, 60},
                                0.85,
                                false,
                                true});
    const TextLine label("Zoom 100 %   1 / 1", TextRole::viewer);
    const TextRun run{label.text, {corner.x_mm + 4, corner.y_mm + 5.6}, 4.4, Face::sans};
    scene.soil.marks.push_back({lettering(scene, run), {235, 236, 238}, 1, false, true});
    record_text(scene, run, label.parts);
}

} // namespace

Artifact overlay() {
    return {"overlay",
            "a watermark and a viewer's label",
            {{"opacity", "of the watermark", {{0.05, 0.12}, {0.12, 0.25}, {0.25, 0.45}}}},
            apply_overlay};
}

} // namespace ecgpress
