#include <algorithm>
#include <gtest/gtest.h>

#include "codec/jpeg.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "render/draw/grid.hpp"
#include "render/draw/page_jpeg.hpp"
#include "render/draw/renderer.hpp"
#include "render/hand_made_page.hpp"
#include "render/random_page.hpp"
#include "support/jpeg_parts.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

JpegSettings random_settings(Rng& random) {
    return {50 + static_cast<int>(random.below(51)),
            random.below(2) == 0 ? ChromaSubsampling::half : ChromaSubsampling::none};
}

bool is_stitched(const Bytes& file) {
    return has_part(file, k_dri);
}

/// Expects the pixels of encode_jpeg. @returns whether the file is stitched
bool expect_same_pixels(const Bytes& file, const RenderedPage& page, const JpegSettings& settings,
                        double dpi) {
    const Image expected = decode_jpeg(encode_jpeg(page.image, settings, dpi));
    const Image decoded = decode_jpeg(file);
    EXPECT_EQ(decoded.width, expected.width);
    EXPECT_EQ(decoded.height, expected.height);
    EXPECT_TRUE(decoded.pixels == expected.pixels)
        << page.image.width << " x " << page.image.height << " px, quality " << settings.quality
        << (settings.subsampling == ChromaSubsampling::half ? ", 4:2:0" : ", 4:4:4");
    return is_stitched(file);
}

TEST(PageJpeg, DecodesToThePixelsOfThePlainFile) {
    int stitched = 0, files = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        Rng random(seed, 0, "page jpeg");
        const int most_px = seed % 4 == 0 ? 20 : 150;
        const int width = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(most_px)));
        const int height = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(most_px)));
        const auto blank = random_blank(width, height, random);
        const JpegSettings settings = random_settings(random);
        PageJpeg jpeg;
        for (int i = 0; i < 4; ++i, ++files) { // the first page, the second, and all the others
            const RenderedPage page = random_page(blank, random);
            stitched +=
                expect_same_pixels(jpeg.encode(page, settings, 200), page, settings, 200) ? 1 : 0;
        }
    }
    EXPECT_GT(stitched, files * 3 / 4);
}

TEST(PageJpeg, EverySizeUpToThreeMcus) {
    Rng random(1, 0, "page jpeg sizes");
    for (const ChromaSubsampling subsampling : {ChromaSubsampling::half, ChromaSubsampling::none})
        for (int width = 1; width <= 48; ++width)
            for (int height = 1; height <= 48; height += 1 + width % 3) {
                const JpegSettings settings{95, subsampling};
                RenderedPage page = blank_page(random_blank(width, height, random));
                PageJpeg jpeg;
                jpeg.encode(page, settings, 200);
                add_ink(page, {width - 1, height - 1, 1, 1},
                        random); // the MCU that is cut off, if any
                expect_same_pixels(jpeg.encode(page, settings, 200), page, settings, 200);
            }
}

TEST(PageJpeg, LongEdges) {
    const struct {
        int width, height;
        ChromaSubsampling subsampling;
    } cases[] = {{1500, 20, ChromaSubsampling::half},  {1000, 13, ChromaSubsampling::none},
                 {20, 1500, ChromaSubsampling::half},  {65500, 17, ChromaSubsampling::half},
                 {17, 65500, ChromaSubsampling::none}, {65499, 9, ChromaSubsampling::none}};
    for (const auto& [width, height, subsampling] : cases) {
        Rng random(2, static_cast<std::uint64_t>(width), "page jpeg long");
        const JpegSettings settings{95, subsampling};
        const auto blank = random_blank(width, height, random);
        PageJpeg jpeg;
        for (int i = 0; i < 2; ++i) {
            RenderedPage page = blank_page(blank);
            for (int x = i; x < width; x += 100) add_ink(page, {x, height - 2, 70, 1}, random);
            for (int y = i; y < height; y += 100) add_ink(page, {width - 3, y, 2, 70}, random);
            page.drawn.add({width / 3, 0, width / 9, height / 2});
            EXPECT_TRUE(expect_same_pixels(jpeg.encode(page, settings, 200), page, settings, 200))
                << width << " x " << height;
        }
    }
}

TEST(PageJpeg, MoreMcusThanAnImageOfStripsCanHold) {
    Rng random(2, 0, "page jpeg many");
    RenderedPage page = blank_page(std::make_shared<const Image>(4099, 4102, 3));
    for (int i = 0; i < 4000; ++i) add_ink(page, random_rect(page.image, 20, random), random);
    const JpegSettings settings{95, ChromaSubsampling::none};
    EXPECT_TRUE(expect_same_pixels(PageJpeg().encode(page, settings, 200), page, settings, 200));
}

TEST(PageJpeg, RealisticPage) {
    const Page printed = hand_made_page(2, 2, 2.5, 120, 3);
    const ImageFromPage map = image_from_page(printed);
    const auto blank = std::make_shared<const Image>(draw_blank(printed, map));
    RenderedPage page = blank_page(blank);
    Rng random(3, 0, "page jpeg trace");
    for (const Panel& panel : printed.panels)
        for (const PointMm& point : panel.trace_mm) {
            const PointPx at = map(point);
            add_ink(page, {static_cast<int>(at.x_px), static_cast<int>(at.y_px), 2, 2}, random);
        }
    for (const ChromaSubsampling subsampling : {ChromaSubsampling::half, ChromaSubsampling::none}) {
        const JpegSettings settings{95, subsampling};
        PageJpeg jpeg;
        for (int i = 0; i < 3; ++i)
            EXPECT_TRUE(expect_same_pixels(jpeg.encode(page, settings, 120), page, settings, 120));
    }
}

TEST(PageJpeg, BytesDependOnlyOnThePage) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng random(seed, 0, "page jpeg history");
        std::vector<std::shared_ptr<const Image>> blanks; // more than the encoder keeps
        for (int i = 0; i < 7; ++i) blanks.push_back(random_blank(40 + 9 * i, 75 - 8 * i, random));
        PageJpeg jpeg;
        for (int i = 0; i < 60; ++i) {
            auto& blank = blanks[random.below(i % 20 < 10 ? 2 : blanks.size())];
            if (random.below(20) == 0)
                blank = std::make_shared<const Image>(*blank); // a copy at another address
            const RenderedPage page = random_page(blank, random);
            const JpegSettings settings{90, random.below(4) == 0 ? ChromaSubsampling::none
                                                                 : ChromaSubsampling::half};
            const double dpi = random.below(4) == 0 ? 300 : 200;
            EXPECT_EQ(jpeg.encode(page, settings, dpi), PageJpeg().encode(page, settings, dpi));
        }
    }
}

TEST(PageJpeg, PagesCanBeShorterThanTheirBlank) {
    int stitched = 0;
    for (std::uint64_t seed = 0; seed < 80; ++seed) {
        Rng random(seed, 0, "page jpeg heights");
        const auto blank = random_blank(1 + static_cast<int>(random.below(120)), 100, random);
        const JpegSettings settings = random_settings(random);
        PageJpeg jpeg;
        for (int i = 0; i < 6; ++i) {
            const int height_px =
                random.below(3) == 0 ? 100 : 1 + static_cast<int>(random.below(100));
            const RenderedPage page = random_page(blank, random, height_px);
            const Bytes file = jpeg.encode(page, settings, 200);
            stitched += expect_same_pixels(file, page, settings, 200) ? 1 : 0;
            EXPECT_EQ(file, PageJpeg().encode(page, settings, 200));
        }
    }
    EXPECT_GT(stitched, 300);
}

TEST(PageJpeg, BlanksAreIdentifiedByContentNotAddress) {
    Rng random(4, 0, "page jpeg address");
    PageJpeg jpeg;
    for (int i = 0; i < 50; ++i) { // the next blank reuses freed memory
        const RenderedPage page = blank_page(random_blank(64, 64, random));
        for (int again = 0; again < 2; ++again)
            expect_same_pixels(jpeg.encode(page, {}, 200), page, {}, 200);
    }
}

TEST(PageJpeg, TilesBeyondTheInkChangeNothing) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng random(seed, 0, "page jpeg tiles");
        const JpegSettings settings = random_settings(random);
        const auto blank = random_blank(100, 90, random);
        PageJpeg jpeg;
        jpeg.encode(blank_page(blank), settings, 200);
        RenderedPage page = random_page(blank, random);
        const Bytes file = jpeg.encode(page, settings, 200);
        for (int i = 0; i < 3; ++i) page.drawn.add(random_rect(page.image, 25, random));
        const Bytes again = jpeg.encode(page, settings, 200);
        ASSERT_TRUE(is_stitched(again));
        EXPECT_EQ(file, again);
    }
}

TEST(PageJpeg, ABlankWithoutInk) {
    Rng random(5, 0, "page jpeg blank");
    for (const auto& [width, height] : {std::pair{1, 1}, {7, 33}, {16, 16}, {130, 70}}) {
        const RenderedPage page = blank_page(random_blank(width, height, random));
        PageJpeg jpeg;
        const Bytes first = jpeg.encode(page, {}, 200);
        EXPECT_TRUE(expect_same_pixels(first, page, {}, 200));
        EXPECT_EQ(jpeg.encode(page, {}, 200), first);
    }
}

TEST(PageJpeg, ThePlainFileIfThereIsNoBlankOrMostIsInk) {
    Rng random(6, 0, "page jpeg plain");
    const auto blank = random_blank(16 * 10, 16 * 10, random);
    for (const bool blank_is_known : {false, true})
        for (int rows = 0; rows <= 10; ++rows) {
            PageJpeg jpeg;
            if (blank_is_known) jpeg.encode(blank_page(blank), {}, 200);
            RenderedPage page = blank_page(blank);
            if (rows > 0) add_ink(page, {0, 0, 160, 16 * rows}, random);
            const Bytes file = jpeg.encode(page, {}, 200);
            EXPECT_EQ(is_stitched(file), rows <= 7); // three quarters
            expect_same_pixels(file, page, {}, 200);
            EXPECT_EQ(file == encode_jpeg(page.image, {}, 200), rows > 7);
            page.blank = nullptr;
            EXPECT_EQ(jpeg.encode(page, {}, 200), encode_jpeg(page.image, {}, 200));
        }
}

TEST(PageJpeg, HeaderIsThatOfThePlainFileWithARestartInterval) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Rng random(seed, 0, "page jpeg header");
        const JpegSettings settings = random_settings(random);
        const double dpi = random.uniform(50, 700);
        const auto blank = random_blank(90, 110, random);
        PageJpeg jpeg;
        for (int i = 0; i < 3; ++i) {
            const RenderedPage page = random_page(blank, random);
            const Bytes file = jpeg.encode(page, settings, dpi);
            EXPECT_EQ(part(file, k_app0), jfif_header(jfif_density(dpi)));
            EXPECT_EQ(part(file, k_dri), (Bytes{0, 1}));
            const bool half = settings.subsampling == ChromaSubsampling::half;
            EXPECT_EQ(part(file, k_sof0),
                      frame_header(90, 110, {std::uint8_t(half ? 0x22 : 0x11), 0x11, 0x11}));
            auto parts = header_parts(file);
            parts.erase(std::remove_if(parts.begin(), parts.end(),
                                       [](const JpegPart& p) { return p.marker == k_dri; }),
                        parts.end());
            EXPECT_TRUE(parts == header_parts(encode_jpeg(page.image, settings, dpi)));
        }
    }
}

TEST(PageJpeg, RestartMarkersCountThroughTheFile) {
    Rng random(7, 0, "page jpeg markers");
    const auto blank = random_blank(100, 100, random);
    PageJpeg jpeg;
    for (int i = 0; i < 5; ++i) {
        const Bytes file = jpeg.encode(random_page(blank, random), {}, 200);
        std::vector<int> markers;
        for (std::size_t at = file.size() - 1; at > 0; --at)
            if (file[at - 1] == 0xFF && file[at] >= 0xD0 && file[at] <= 0xD9)
                markers.push_back(file[at]);
        std::reverse(markers.begin(), markers.end());
        ASSERT_EQ(markers.size(), 1U + 7 * 7);
        EXPECT_EQ(markers.front(), 0xD8);
        EXPECT_EQ(markers.back(), 0xD9);
        for (std::size_t mcu = 0; mcu + 1 < 7 * 7; ++mcu)
            EXPECT_EQ(markers[mcu + 1], static_cast<int>(0xD0 + mcu % 8));
    }
}

TEST(PageJpeg, PilReadsTheSamePixels) {
    std::vector<Bytes> files, plain;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        Rng random(seed, 0, "page jpeg pil");
        const JpegSettings settings = random_settings(random);
        const auto blank = random_blank(60 + static_cast<int>(seed), 83, random);
        PageJpeg jpeg;
        for (int i = 0; i < 3; ++i) {
            const RenderedPage page = random_page(blank, random);
            files.push_back(jpeg.encode(page, settings, 200));
            plain.push_back(encode_jpeg(page.image, settings, 200));
        }
    }
    EXPECT_EQ(pixels_of_pil(files), pixels_of_pil(plain));
}

TEST(PageJpeg, EveryTruncationIsFound) {
    Rng random(8, 0, "page jpeg truncated");
    const Bytes file =
        PageJpeg().encode(random_page(random_blank(50, 40, random), random), {}, 200);
    ASSERT_TRUE(is_stitched(file));
    for (std::size_t size = 0; size < file.size(); ++size)
        EXPECT_THROW(decode_jpeg({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}),
                     DataError)
            << size;
}

TEST(PageJpeg, EmptyAndTooLargeImagesAreRejected) {
    PageJpeg jpeg;
    for (const auto& [width, height] : {std::pair{0, 0}, {0, 5}, {65501, 1}, {1, 65501}}) {
        const RenderedPage page =
            blank_page(std::make_shared<const Image>(Image(width, height, 3)));
        for (int again = 0; again < 2; ++again)
            EXPECT_THROW(jpeg.encode(page, {}, 200), DataError) << width << " x " << height;
    }
}

} // namespace
} // namespace ecgpress
