#include <cmath>
#include <gtest/gtest.h>
#include <memory>

#include "core/elementary.hpp"
#include "page/drawn_page.hpp"
#include "page/truth/placed_text.hpp"

namespace ecgpress {
namespace {

using testing_support::boxes_extent;

TextRun run_of(const std::string& text, double turn_rad = 0, double slant = 0) {
    return {text, {20, 30}, 4, Face::sans, turn_rad, slant};
}

const ImageFromPage k_map(200, 100, 254); // 10 px per mm

TEST(PlacedText, WordsOfALevelLineAreWhereTheLineHasThem) {
    const std::string text = "ab  cde f";
    const PlacedLine line =
        placed_line(run_of(text), TextLine(text, TextRole::date).parts, boxes_extent);
    ASSERT_EQ(line.words.size(), 3U);
    const double em = 4;
    for (const auto& [word, first] : {std::pair{0, 0}, {1, 4}, {2, 8}}) { // characters before it
        const PlacedWord& placed = line.words[static_cast<std::size_t>(word)];
        EXPECT_NEAR(placed.runs[0].anchor_mm.x_mm, 20 + 0.6 * em * first, 1e-9);
        EXPECT_DOUBLE_EQ(placed.runs[0].anchor_mm.y_mm, 30);
        const auto place = place_of(placed.runs, 0, k_map, boxes_extent);
        const auto length = static_cast<double>(placed.text.size());
        EXPECT_NEAR(place->box_px.x0_px, 10 * (20 + em * (0.6 * first + 0.05)), 1e-6);
        EXPECT_NEAR(place->box_px.x1_px, 10 * (20 + 0.6 * em * (first + length)), 1e-6);
        EXPECT_NEAR(place->box_px.y0_px, 10 * (30 - 0.7 * em), 1e-6);
        EXPECT_NEAR(place->box_px.y1_px, 10 * (30 + 0.1 * em), 1e-6);
        EXPECT_NEAR(place->quad_px[0].x_px, place->box_px.x0_px - 0.5, 1e-6);
        EXPECT_NEAR(place->quad_px[2].y_px, place->box_px.y1_px - 0.5, 1e-6);
        EXPECT_TRUE(placed.phi);
        EXPECT_EQ(placed.role, TextRole::date);
    }
}

TEST(PlacedText, ATurnedLineRunsAlongItsTurn) {
    const double turn = 0.4;
    const std::string text = "ab cd";
    const PlacedLine line =
        placed_line(run_of(text, turn), TextLine(text, TextRole::stamp).parts, boxes_extent);
    const PointMm at = line.words[1].runs[0].anchor_mm;
    EXPECT_NEAR(at.x_mm, 20 + 0.6 * 4 * 3 * std::cos(turn), 1e-9);
    EXPECT_NEAR(at.y_mm, 30 + 0.6 * 4 * 3 * std::sin(turn), 1e-9);
    const auto place = place_of(line.words[1].runs, turn, k_map, boxes_extent);
    const QuadPx& quad = place->quad_px;
    EXPECT_NEAR(std::atan2(quad[1].y_px - quad[0].y_px, quad[1].x_px - quad[0].x_px), turn, 1e-9);
    EXPECT_NEAR(std::hypot(quad[3].x_px - quad[0].x_px, quad[3].y_px - quad[0].y_px), 10 * 0.8 * 4,
                1e-6);
}

TEST(PlacedText, SlantMovesWhatIsAboveTheBaselineToTheRight) {
    const TextRun run = run_of("x", 0, 0.3);
    EXPECT_DOUBLE_EQ(run.on_paper({1, -2}).x_mm, 20 + 1 + 0.6);
    EXPECT_DOUBLE_EQ(run.on_paper({1, 1}).x_mm, 20 + 1 - 0.3);
    EXPECT_DOUBLE_EQ(run.on_paper({1, -2}).y_mm, 28);
}

TEST(PlacedText, SeveralRunsHaveTheRectangleAroundThem) {
    std::vector<TextRun> runs{run_of("a"), run_of("b")};
    runs[1].anchor_mm = {40, 50};
    runs[1].turn_rad = k_pi / 2;
    const auto place = place_of(runs, 0, k_map, boxes_extent);
    const QuadPx& quad = place->quad_px;
    EXPECT_NEAR(quad[0].x_px, 10 * (20 + 0.2) - 0.5, 1e-6);
    EXPECT_NEAR(quad[0].y_px, 10 * (30 - 2.8) - 0.5, 1e-6);
    EXPECT_NEAR(quad[2].x_px, 10 * (40 + 2.8) - 0.5, 1e-6);
    EXPECT_NEAR(quad[2].y_px, 10 * (50 + 2.4) - 0.5, 1e-6);
}

TEST(PlacedText, BoxesAreClippedToTheImageAndQuadsAreNot) {
    TextRun run = run_of("abcd");
    run.anchor_mm = {-3, 1};
    const auto place = place_of({run}, 0, k_map, boxes_extent);
    EXPECT_EQ(place->box_px.x0_px, 0);
    EXPECT_EQ(place->box_px.y0_px, 0);
    EXPECT_NEAR(place->quad_px[0].x_px, -28 - 0.5, 1e-6);
    run.anchor_mm = {-30, 1};
    EXPECT_FALSE(place_of({run}, 0, k_map, boxes_extent));
}

/// A lattice that scales by 2 and moves: corners and boxes follow it.
TEST(PlacedText, PlacesFollowTheLattice) {
    auto lattice = std::make_shared<Lattice>(1000, 500);
    for (int row = 0; row < lattice->rows(); ++row)
        for (int column = 0; column < lattice->columns(); ++column)
            lattice->set(column, row, {2.0 * 16 * column - 40, 2.0 * 16 * row + 60});
    const ImageFromPage map(k_map, lattice);
    const auto flat = place_of({run_of("abc")}, 0, k_map, boxes_extent),
               bent = place_of({run_of("abc")}, 0, map, boxes_extent);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(bent->quad_px[i].x_px, (flat->quad_px[i].x_px + 40) / 2, 1e-3);
        EXPECT_NEAR(bent->quad_px[i].y_px, (flat->quad_px[i].y_px - 60) / 2, 1e-3);
    }
    EXPECT_NEAR(bent->box_px.x0_px, bent->quad_px[0].x_px + 0.5, 1e-3);
    EXPECT_NEAR(bent->box_px.y1_px, bent->quad_px[2].y_px + 0.5, 1e-3);
}

} // namespace
} // namespace ecgpress
