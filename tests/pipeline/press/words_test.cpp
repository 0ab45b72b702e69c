// The rows of words of complete pages: boxes hold the ink of their words and all ink of texts is in
// boxes, on clean pages and through the map of distorted ones.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "page/text_line.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/printed.hpp"
#include "render/draw/word_rows.hpp"

namespace ecgpress {
namespace {

using testing_support::printed;

Config words_config(const std::string& artifacts, const std::string& style) {
    return parse_config(
        concat("seed: 23\nsource: {kind: simulated, records: 20}\noracle: {every: 0}\n"
               "truth: {words: true}\n"
               "presets:\n  pen: {handwriting: any, stamp: any, sticker: any}\n"
               "  covered: {redaction: {strength: severe}, scan_skew: mild}\n"
               "pages:\n  - name: words\n    layouts: [3x4, 6x2]\n    count: 8\n"
               "    datasets: [detection]\n    artifacts: ",
               artifacts, "\n    style: {dpi: 130, margins_mm: {top: 50}, ", style, "}\n"),
        "words_test", {});
}

ImageFromPage words_map(const PrintedPage& page) {
    return ImageFromPage(image_from_page(page.page), page.lattice);
}

std::vector<WordRow> rows_of(const PrintedPage& page, const RunInputs& inputs) {
    return word_rows(page.page, page.texts, words_map(page), inputs.typefaces, page.rendered);
}

/// The largest coverage of each pixel by the page's texts.
Image text_ink(const PrintedPage& page) {
    Image ink(page.labels.width_px, page.labels.height_px, 1);
    for (std::size_t i = 0; i < page.page.texts.size(); ++i) {
        const InkMask& mask = page.rendered.others[page.page.lines.size() + i].ink;
        for (int y = mask.rect.y; y < mask.rect.bottom(); ++y)
            for (int x = mask.rect.x; x < mask.rect.right(); ++x)
                ink.row(y)[x] = std::max(ink.row(y)[x], mask.at(x, y));
    }
    return ink;
}

bool holds_ink(const Image& ink, const RectPx& box) {
    for (int y = static_cast<int>(box.y0_px); y < std::min(box.y1_px, ink.height * 1.0); ++y)
        for (int x = static_cast<int>(box.x0_px); x < std::min(box.x1_px, ink.width * 1.0); ++x)
            if (ink.row(y)[x] > 0) return true;
    return false;
}

class Words : public testing::TestWithParam<const char*> {};

TEST_P(Words, BoxesAreTheExtentsOfTheInkOnCleanPages) {
    const auto inputs = open_inputs(words_config("clean", GetParam()));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 8; ++index) {
        const PrintedPage page = printed(press, index);
        const std::vector<WordRow> rows = rows_of(page, *inputs);
        Image ink = text_ink(page);
        EXPECT_GE(rows.size(), 2 * page.page.panels.size());
        for (const WordRow& row : rows) {
            const RectPx& box = row.box_px;
            EXPECT_EQ(row.visible_fraction, 1) << row.text;
            EXPECT_FALSE(row.handwritten);
            // Ink touches each of its sides: the outermost 2 px of the box have some.
            for (const RectPx& side : {RectPx{box.x0_px, box.y0_px, box.x0_px + 2, box.y1_px},
                                       RectPx{box.x1_px - 2, box.y0_px, box.x1_px, box.y1_px},
                                       RectPx{box.x0_px, box.y0_px, box.x1_px, box.y0_px + 2},
                                       RectPx{box.x0_px, box.y1_px - 2, box.x1_px, box.y1_px}})
                EXPECT_TRUE(holds_ink(ink, side)) << row.text << " of page " << index;
        }
        for (const WordRow& row : rows) {
            if (row.word == 0) continue;
            for (int y = static_cast<int>(row.box_px.y0_px);
                 y < std::min(std::ceil(row.box_px.y1_px), ink.height * 1.0); ++y)
                for (int x = static_cast<int>(row.box_px.x0_px);
                     x < std::min(std::ceil(row.box_px.x1_px), ink.width * 1.0); ++x)
                    ink.row(y)[x] = 0;
        }
        EXPECT_EQ(std::count(ink.pixels.begin(), ink.pixels.end(), 0),
                  static_cast<std::ptrdiff_t>(ink.pixels.size()))
            << "ink outside all words of page " << index;
    }
}

TEST_P(Words, LinesAreTheirWords) {
    const auto inputs = open_inputs(words_config("clean", GetParam()));
    Press press(*inputs);
    const PrintedPage page = printed(press, 1);
    std::string line, words;
    std::uint32_t number = 0;
    for (const WordRow& row : rows_of(page, *inputs)) {
        if (row.word > 0) {
            EXPECT_EQ(row.line + 1, number);
            words += row.text;
            continue;
        }
        EXPECT_EQ(words, line);
        words.clear();
        line = row.text;
        line.erase(std::remove(line.begin(), line.end(), ' '), line.end());
        EXPECT_EQ(row.line, number++);
    }
    EXPECT_EQ(words, line);
    EXPECT_EQ(number, page.page.texts.size());
}

INSTANTIATE_TEST_SUITE_P(Styles, Words,
                         testing::Values("header: full, footer: spaced",
                                         "header: full, header_language: de",
                                         "header: full, header_language: fr, face: dots",
                                         "header: full, header_language: no, face: bold",
                                         "header: full, footer: boxed, face: dots",
                                         "header: full, footer: limb_chest, face: mono",
                                         "header: brief, footer: joined, face: serif",
                                         "header: none, bold_names: true, label_place: trace"));

class WordsThroughTheMap : public testing::TestWithParam<const char*> {};

/// The corners of each word, mapped back, are those of its extent on the drawing. The boxes of lead
/// names are around their resampled ink.
TEST_P(WordsThroughTheMap, AreWhereTheInkIs) {
    const auto inputs = open_inputs(words_config(GetParam(), "header: full, footer: spaced"));
    Press press(*inputs);
    const TextExtent extent = text_extent_of(inputs->typefaces);
    std::size_t names = 0, distorted = 0;
    for (std::uint64_t index = 0; index < 8; ++index) {
        const PrintedPage page = printed(press, index);
        const std::vector<WordRow> rows = rows_of(page, *inputs);
        const ImageFromPage drawing = words_map(page).drawing();
        if (!page.lattice) continue;
        ++distorted;
        for (const PrintedText& text : page.page.texts) {
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const WordRow& at) {
                return at.word == 0 && at.text == text.text && at.role != std::string("viewer");
            });
            if (row == rows.end() || text.panel >= 0) continue; // names can be printed twice
            const PlacedLine line = placed_line(text, extent);
            const RectPx first =
                place_of(line.words[0].runs, 0, drawing, extent).value_or(TextPlace{}).box_px;
            const WordRow& word = *std::next(row);
            if (word.word != 1) continue;
            const PointPx back = page.lattice->drawing_from_image(word.quad_px[0]);
            EXPECT_NEAR(back.x_px, first.x0_px - 0.5, 0.01) << word.text;
            EXPECT_NEAR(back.y_px, first.y0_px - 0.5, 0.01) << word.text;
        }
        for (const OtherInk& other : page.rendered.others) {
            const PixelRect& ink = other.ink.rect;
            const int edge = 3; // names that the image cuts are not whole here
            if (other.panel < 0 || ink.x < edge || ink.y < edge ||
                ink.right() > page.labels.width_px - edge ||
                ink.bottom() > page.labels.height_px - edge)
                continue;
            const std::string name = page.page.texts[static_cast<std::size_t>(other.panel)].text;
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const WordRow& word) {
                return word.word == 1 && word.role == "lead-name" && word.text == name;
            });
            ASSERT_NE(row, rows.end()) << name;
            const RectPx& box = row->box_px;
            const double slack_px = 2.5; // resampling spreads ink; turned boxes are not tight
            EXPECT_LT(box.x0_px - slack_px, ink.x) << name;
            EXPECT_LT(box.y0_px - slack_px, ink.y) << name;
            EXPECT_GT(box.x1_px + slack_px, ink.right()) << name;
            EXPECT_GT(box.y1_px + slack_px, ink.bottom()) << name;
            EXPECT_LT(box.width_px() * box.height_px(), 2.0 * (ink.width + 2) * (ink.height + 2));
            double seen = 0, all = 0;
            for (int y = ink.y; y < ink.bottom(); ++y)
                for (int x = ink.x; x < ink.right(); ++x) {
                    all += other.ink.at(x, y);
                    seen += page.rendered.seen.pixels.empty()
                                ? other.ink.at(x, y)
                                : other.ink.at(x, y) * page.rendered.seen.row(y)[x] / 255.0;
                }
            EXPECT_NEAR(row->visible_fraction, seen / all, 0.1) << name;
            ++names;
        }
    }
    EXPECT_GT(distorted, 0U);
    EXPECT_GT(names, 12U);
}

INSTANTIATE_TEST_SUITE_P(Presets, WordsThroughTheMap,
                         testing::Values("phone-photo", "colour-scan", "damaged", "screen-photo",
                                         "covered"));

/// What artifacts write has rows: the picture differs there from that of the clean page.
TEST(WordsOfArtifacts, AreWhereThePictureChanged) {
    const std::string style = "header: brief";
    const auto inputs = open_inputs(words_config("pen", style)),
               clean = open_inputs(words_config("clean", style));
    Press press(*inputs), clean_press(*clean);
    std::size_t by_hand = 0, stamps = 0, stickers = 0;
    for (std::uint64_t index = 0; index < 8; ++index) {
        const PrintedPage page = printed(press, index), before = printed(clean_press, index);
        ASSERT_EQ(page.rendered.image.pixels.size(), before.rendered.image.pixels.size());
        for (const WordRow& row : rows_of(page, *inputs)) {
            if (row.word == 0) continue;
            const bool hand = row.role == "handwriting", stamp = row.role == "stamp",
                       sticker = row.role == "sticker";
            EXPECT_EQ(row.handwritten, hand);
            if (!hand && !stamp && !sticker) continue;
            by_hand += hand;
            stamps += stamp;
            stickers += sticker;
            std::size_t changed = 0, all = 0;
            for (int y = static_cast<int>(row.box_px.y0_px); y < static_cast<int>(row.box_px.y1_px);
                 ++y)
                for (int x = static_cast<int>(row.box_px.x0_px);
                     x < static_cast<int>(row.box_px.x1_px); ++x, ++all)
                    for (int c = 0; c < 3; ++c)
                        if (page.rendered.image.row(y)[3 * x + c] !=
                            before.rendered.image.row(y)[3 * x + c]) {
                            ++changed;
                            break;
                        }
            if (all > 20) {
                EXPECT_GT(20 * changed, all) << row.text;
            }
        }
    }
    EXPECT_GT(by_hand, 5U);
    EXPECT_GT(stamps, 5U);
    EXPECT_GT(stickers, 1U);
}

} // namespace
} // namespace ecgpress
