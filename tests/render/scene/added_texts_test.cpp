// Text on marks: what was laid on it later hides it, what is below does not.
#include <gtest/gtest.h>
#include <memory>

#include "render/artifacts/lettering.hpp"
#include "render/artifacts/shapes.hpp"
#include "render/draw/word_rows.hpp"
#include "render/scene/develop.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

constexpr double k_added_width_mm = 120, k_added_height_mm = 60, k_added_px_per_mm = 6;

Scene scene_of_texts() {
    Scene scene(k_added_width_mm, k_added_height_mm, k_added_px_per_mm);
    scene.typefaces.faces[static_cast<std::size_t>(Face::sans)] =
        std::make_shared<const Typeface>(FontFile::find(Face::sans, {}));
    return scene;
}

/// Covers everything between two positions from left to right.
void lay_over(Scene& scene, double x0_mm, double x1_mm, bool hides = true) {
    scene.soil.marks.push_back(
        {polygon(scene,
                 {{x0_mm, 0}, {x1_mm, 0}, {x1_mm, k_added_height_mm}, {x0_mm, k_added_height_mm}}),
         {200, 200, 200},
         1,
         false,
         hides});
}

/// Writes two equal words, in the middle of the page. @return their extent from (20, 40) mm
RectMm write_twice(Scene& scene) {
    const TextRun run{"HH HH", {20, 40}, 20, Face::sans};
    scene.soil.marks.push_back({lettering(scene, run), {0, 0, 0}, 1, false, true});
    record_text(scene, run, TextLine(run.text, TextRole::sticker).parts);
    return scene.typefaces.of(Face::sans).extent_mm(run.text, run.size_mm);
}

std::vector<WordRow> rows_of_scene(const Scene& scene) {
    RenderedPage page;
    page.image = Image(scene.drawing_width_px(), scene.drawing_height_px(), 3);
    page = develop(std::move(page), scene, nullptr);
    return word_rows(
        {}, added_texts(scene),
        ImageFromPage(k_added_width_mm, k_added_height_mm, k_added_px_per_mm * k_mm_per_inch),
        scene.typefaces, page);
}

TEST(AddedTexts, AreNotHiddenByWhatIsBelow) {
    Scene scene = scene_of_texts();
    lay_over(scene, 0, k_added_width_mm);
    write_twice(scene);
    const auto rows = rows_of_scene(scene);
    ASSERT_EQ(rows.size(), 3U);
    for (const WordRow& row : rows) {
        EXPECT_DOUBLE_EQ(row.visible_fraction, 1) << row.text;
        EXPECT_EQ(row.role, "sticker");
        EXPECT_TRUE(row.phi);
    }
}

TEST(AddedTexts, AreHiddenByWhatLiesOnThem) {
    Scene scene = scene_of_texts();
    lay_over(scene, 0, k_added_width_mm);
    const RectMm extent = write_twice(scene);
    const double middle_mm = 20 + (extent.x0_mm + extent.x1_mm) / 2;
    lay_over(scene, middle_mm, k_added_width_mm);
    lay_over(scene, 0, k_added_width_mm, false); // transparent to labels
    const auto rows = rows_of_scene(scene);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_NEAR(rows[0].visible_fraction, 0.5, 0.01);
    EXPECT_DOUBLE_EQ(rows[1].visible_fraction, 1);
    EXPECT_DOUBLE_EQ(rows[2].visible_fraction, 0);
}

TEST(AddedTexts, AreCutWithThePaper) {
    Scene scene = scene_of_texts();
    const RectMm extent = write_twice(scene);
    const double middle_mm = 20 + (extent.x0_mm + extent.x1_mm) / 2;
    scene.soil.cuts.push_back(polygon(
        scene, {{0, 0}, {middle_mm, 0}, {middle_mm, k_added_height_mm}, {0, k_added_height_mm}}));
    const auto rows = rows_of_scene(scene);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_NEAR(rows[0].visible_fraction, 0.5, 0.01);
    EXPECT_DOUBLE_EQ(rows[1].visible_fraction, 0);
    EXPECT_DOUBLE_EQ(rows[2].visible_fraction, 1);
}

} // namespace
} // namespace ecgpress
