// Text: search for typefaces; extent, position and area of drawn text.
#include <cmath>
#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "render/draw/font_table.hpp"
#include "render/draw/typeface.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

const Typeface& typeface() {
    static const Typeface face(FontFile::find(Face::sans, {}));
    return face;
}

constexpr const char* k_texts[] = {"I", "aVR", "V6", "25 mm/s  10 mm/mV", "Ångström µV", "AVAVA"};

/// Expected extent of a text's ink, in edge coordinates.
RectPx reach(const std::string& text, const PointPx& anchor, double size_px) {
    const RectMm extent = typeface().extent_mm(text, size_px);
    const double x = anchor.x_px + 0.5, y = anchor.y_px + 0.5;
    return {x + extent.x0_mm, y + extent.y0_mm, x + extent.x1_mm, y + extent.y1_mm};
}

double area(const InkMask& ink) {
    double sum = 0;
    for (const std::uint8_t coverage : ink.coverage) sum += coverage / 255.0;
    return sum;
}

TEST(Typeface, ExtentIsTightToTheInk) {
    for (const std::string text : k_texts)
        for (const double size_px : {9.0, 24.3, 80.0})
            for (const double fraction : {0.0, 0.25, 0.5, 0.9}) {
                const PointPx anchor{20 + fraction, 90 + fraction / 2};
                const RectPx box = reach(text, anchor, size_px);
                const InkMask ink = typeface().rasterise(text, anchor, size_px, 1000, 130);
                // Small areas can round to coverage 0, and rounding outlines to 1/64 px can touch a
                // further pixel. The error is never more than one pixel.
                EXPECT_NEAR(ink.rect.x, std::floor(box.x0_px), 1) << text << ' ' << size_px;
                EXPECT_NEAR(ink.rect.y, std::floor(box.y0_px), 1) << text << ' ' << size_px;
                EXPECT_NEAR(ink.rect.right(), std::ceil(box.x1_px), 1) << text << ' ' << size_px;
                EXPECT_NEAR(ink.rect.bottom(), std::ceil(box.y1_px), 1) << text << ' ' << size_px;
            }
}

TEST(Typeface, CapitalIIsABarOfItsExtent) {
    const RectMm bar = typeface().extent_mm("I", 50);
    const double expected = (bar.x1_mm - bar.x0_mm) * (bar.y1_mm - bar.y0_mm);
    for (double shift = 0; shift < 1; shift += 0.125)
        EXPECT_NEAR(area(typeface().rasterise("I", {30 + shift, 60 + shift}, 50, 100, 100)),
                    expected, 0.01 * expected);
}

TEST(Typeface, InkMovesByFractionsOfAPixel) {
    const auto centre = [](const InkMask& ink) {
        PointPx sum{0, 0};
        for (int y = ink.rect.y; y < ink.rect.bottom(); ++y)
            for (int x = ink.rect.x; x < ink.rect.right(); ++x) {
                sum.x_px += x * ink.at(x, y) / 255.0;
                sum.y_px += y * ink.at(x, y) / 255.0;
            }
        const double whole = area(ink);
        return PointPx{sum.x_px / whole, sum.y_px / whole};
    };
    const PointPx still = centre(typeface().rasterise("aVR", {20, 60}, 31.7, 200, 100));
    for (const PointPx shift : {PointPx{0.25, 0}, {0, 0.375}, {0.5, -0.75}, {3.125, 2.875}}) {
        const PointPx moved =
            centre(typeface().rasterise("aVR", {20 + shift.x_px, 60 + shift.y_px}, 31.7, 200, 100));
        EXPECT_NEAR(moved.x_px - still.x_px, shift.x_px, 0.03);
        EXPECT_NEAR(moved.y_px - still.y_px, shift.y_px, 0.03);
    }
}

TEST(Typeface, ExtentGrowsWithSizeAndHasNoHinting) {
    const RectMm one = typeface().extent_mm("aVF", 1), large = typeface().extent_mm("aVF", 37);
    EXPECT_NEAR(large.x1_mm, 37 * one.x1_mm, 1e-9);
    EXPECT_NEAR(large.y0_mm, 37 * one.y0_mm, 1e-9);
    EXPECT_LT(one.y0_mm, -0.7); // capitals of DejaVu Sans are 0.729 em high
    EXPECT_GT(one.y0_mm, -0.8);
}

TEST(Typeface, ClippedInkIsThePartInTheImage) {
    const InkMask whole = typeface().rasterise("aVR V3", {10, 40}, 30, 300, 100);
    const int dx = 25, dy = 30; // a part of the same image
    const InkMask part = typeface().rasterise("aVR V3", {10 - dx, 40 - dy}, 30, 40, 12);
    for (int y = 0; y < 12; ++y)
        for (int x = 0; x < 40; ++x) ASSERT_EQ(part.at(x, y), whole.at(x + dx, y + dy));
    EXPECT_TRUE(typeface().rasterise("V1", {500, 40}, 30, 300, 100).rect.empty());
    EXPECT_TRUE(typeface().rasterise("V1", {1e9, -1e9}, 30, 300, 100).rect.empty());
}

TEST(Typeface, EmptyTextHasNoInk) {
    for (const std::string text : {"", "   "}) {
        EXPECT_TRUE(typeface().rasterise(text, {50, 50}, 20, 100, 100).rect.empty());
        const RectMm extent = typeface().extent_mm(text, 20);
        EXPECT_EQ(extent.x1_mm - extent.x0_mm, 0);
    }
}

TEST(Typeface, AnyBytesCanBeDrawn) { // such as a name from an untrusted file
    for (const std::string text : {"\xFF\xFE", "a\xC3", "\xE2\x82", "\xF0\x9F\x92\x93", "\x01"})
        EXPECT_NO_THROW(typeface().rasterise(text, {20, 50}, 20, 200, 100));
}

TEST(Typeface, ACondensedOneIsNarrowerAndAsTall) {
    const FontFile file = FontFile::find(Face::bold, {});
    const Typeface usual(file), condensed(file, Typeface::shape_of(Face::bold));
    for (const std::string text : {"aVR", "V6", "III"}) {
        const RectMm wide = usual.extent_mm(text, 30), narrow = condensed.extent_mm(text, 30);
        EXPECT_NEAR(narrow.x1_mm - narrow.x0_mm, 0.8 * (wide.x1_mm - wide.x0_mm), 0.05);
        EXPECT_EQ(narrow.y0_mm, wide.y0_mm);
        EXPECT_EQ(narrow.y1_mm, wide.y1_mm);
        const InkMask ink = condensed.rasterise(text, {20, 50}, 30, 200, 100);
        EXPECT_NEAR(ink.rect.x, 20.5 + narrow.x0_mm, 1);
        EXPECT_NEAR(ink.rect.right(), 20.5 + narrow.x1_mm, 1);
    }
}

TEST(Typeface, EachFaceHasTheCharactersOfPages) {
    for (std::size_t face = 0; face < k_face_count; ++face) {
        const auto which = static_cast<Face>(face);
        const Typeface typeface(FontFile::find(which, {}), Typeface::shape_of(which));
        for (const std::string text :
             {"a", "V", "R", "I", "1", "6", "/", ":", "-", ".", "?", "+"}) {
            const InkMask ink = typeface.rasterise(text, {20, 50}, 30, 99, 99);
            ASSERT_FALSE(ink.rect.empty()) << text;
            const RectMm extent = typeface.extent_mm(text, 30); // tight, also if it is emboldened
            EXPECT_NEAR(ink.rect.x, 20.5 + extent.x0_mm, 1) << text;
            EXPECT_NEAR(ink.rect.right(), 20.5 + extent.x1_mm, 1) << text;
            EXPECT_NEAR(ink.rect.y, 50.5 + extent.y0_mm, 1) << text;
            EXPECT_NEAR(ink.rect.bottom(), 50.5 + extent.y1_mm, 1) << text;
        }
    }
}

// If the fonts are not in the program, the table has no bytes, and those of the system are used.
TEST(FontFile, FontsInTheProgramHaveTheStatedDigest) {
    for (std::size_t face = 0; face < k_face_count; ++face) {
        const FontRow& row = font_table()[face];
        const FontFile font = FontFile::find(static_cast<Face>(face), {});
        EXPECT_EQ(font.sha256(), sha256_of(std::string(font.bytes()))) << row.name;
        EXPECT_EQ(font.place() == "program", !row.bytes.empty()) << row.name;
        if (!row.bytes.empty()) {
            EXPECT_EQ(font.sha256(), row.sha256) << row.name;
        }
    }
}

TEST(FontFile, AConfiguredFileComesBeforeTheProgram) {
    const ScratchFolder folder;
    const auto path = folder.path() / "other.ttf";
    write_file(path, "other");
    const FontFile font = FontFile::find(Face::sans, path);
    EXPECT_EQ(font.bytes(), "other"); // the content of a configured file is not checked here
    EXPECT_EQ(font.place(), path.string());
    EXPECT_EQ(font.sha256(), sha256_of("other"));
}

TEST(FontFile, TheFirstFolderThatHasAFontIsUsed) {
    const ScratchFolder folder;
    const std::vector<std::filesystem::path> folders{folder.path() / "none", folder.path() / "a",
                                                     folder.path() / "b"};
    const std::string name = font_table()[0].file;
    for (const char* sub : {"a", "b"}) {
        std::filesystem::create_directory(folder.path() / sub);
        write_file(folder.path() / sub / name, sub);
    }
    EXPECT_EQ(FontFile::search(Face::sans, folders).bytes(), "a");
    try {
        FontFile::search(Face::script, folders);
        FAIL() << "found a font that is in no folder";
    } catch (const ConfigError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find((folder.path() / "b" / "Kristi.ttf").string()), std::string::npos);
        EXPECT_NE(text.find("fonts-kristi"), std::string::npos) << text;
    }
}

TEST(Typeface, ErrorsSuggestARemedy) {
    const ScratchFolder folder;
    const auto message = [](auto action) -> std::string {
        try {
            action();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "";
    };
    const auto missing = folder.path() / "none.ttf", garbage = folder.path() / "garbage.ttf";
    write_file(garbage, "this is no font");
    EXPECT_THROW(FontFile::find(Face::sans, missing), ConfigError);
    EXPECT_NE(message([&] { FontFile::find(Face::sans, missing); }).find(missing.string()),
              std::string::npos);
    EXPECT_THROW(FontFile::read(missing), IoError);
    EXPECT_THROW(Typeface{FontFile::read(garbage)}, DataError);
    EXPECT_NE(message([&] { Typeface face(FontFile::read(garbage)); }).find("not a scalable font"),
              std::string::npos);
}

} // namespace
} // namespace ecgpress
