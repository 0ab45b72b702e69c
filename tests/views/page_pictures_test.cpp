#include <algorithm>
#include <gtest/gtest.h>

#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/random.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {
namespace {

Image filled_image(int width, int height, int channels, std::uint8_t value) {
    Image image(width, height, channels);
    std::fill(image.pixels.begin(), image.pixels.end(), value);
    return image;
}

LeadSample lead_at(const PixelRect& crop, int columns_per_px = 1) {
    LeadSample lead;
    lead.row.crop_px = crop;
    lead.row.mask_columns_per_px = columns_per_px;
    return lead;
}

/// A page with masks of random coverage at random positions.
Sample random_page(std::uint64_t seed, int leads) {
    Rng rng(seed, 0, "page");
    Sample sample;
    sample.row.width_px = 60;
    sample.row.height_px = 40;
    for (int i = 0; i < leads; ++i) {
        const auto below = [&](int end) { return static_cast<int>(rng.uniform() * end); };
        LeadSample lead = lead_at({below(30), below(20), 10 + below(20), 5 + below(15)});
        Image mask(lead.row.crop_px.width, lead.row.crop_px.height, 1);
        for (std::uint8_t& pixel : mask.pixels)
            pixel = rng.uniform() < 0.5 ? std::uint8_t{0} : static_cast<std::uint8_t>(below(256));
        lead.mask_png = encode_png(mask);
        sample.leads.push_back(lead);
    }
    return sample;
}

TEST(PagePictures, OverlapIsTheSecondLargestCoverage) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const Sample sample = random_page(seed, 5);
        const Image overlap = decode_png(overlap_png(sample));
        for (int y = 0; y < overlap.height; ++y)
            for (int x = 0; x < overlap.width; ++x) {
                std::vector<int> coverages{0, 0};
                for (const LeadSample& lead : sample.leads) {
                    const PixelRect& crop = lead.row.crop_px;
                    const int column = x - crop.x, row = y - crop.y;
                    if (column < 0 || row < 0 || column >= crop.width || row >= crop.height)
                        continue;
                    coverages.push_back(decode_png(lead.mask_png).row(row)[column]);
                }
                std::sort(coverages.rbegin(), coverages.rend());
                ASSERT_EQ(overlap.row(y)[x], coverages[1]) << x << " " << y;
            }
    }
}

TEST(PagePictures, NoOverlapYieldsNoImage) {
    EXPECT_TRUE(overlap_png(random_page(1, 1)).empty());
    Sample sample = random_page(1, 2);
    sample.overlap_png = {1, 2, 3}; // the stored mask takes precedence
    EXPECT_EQ(overlap_png(sample), sample.overlap_png);
}

TEST(PagePictures, FineMasksAreAveragedToPagePixels) {
    Sample sample;
    sample.row.width_px = 8;
    sample.row.height_px = 2;
    for (int i = 0; i < 2; ++i) {
        LeadSample lead = lead_at({2, 0, 4, 2}, 4);
        Image mask(16, 2, 1);
        mask.row(1)[4] = 200; // a quarter of page pixel (3, 1)
        lead.mask_png = encode_png(mask);
        sample.leads.push_back(lead);
    }
    const Image overlap = decode_png(overlap_png(sample));
    EXPECT_EQ(overlap.row(1)[3], 50);
    EXPECT_EQ(std::count(overlap.pixels.begin(), overlap.pixels.end(), 0), 15);
}

TEST(PagePictures, PageOfCropsShowsThemAtTheirPositions) {
    Sample sample;
    sample.row.width_px = 64;
    sample.row.height_px = 32;
    sample.row.dpi = 100;
    EXPECT_TRUE(page_jpeg(sample).empty());
    sample.leads.push_back(lead_at({40, 16, 16, 8}));
    EXPECT_TRUE(page_jpeg(sample).empty());
    sample.leads[0].crop_png = encode_png(filled_image(16, 8, 3, 0));
    const Image page = decode_jpeg(page_jpeg(sample));
    ASSERT_EQ(page.width, 64);
    ASSERT_EQ(page.height, 32);
    EXPECT_LT(page.row(20)[3 * 48], 10);
    EXPECT_GT(page.row(20)[3 * 20], 245);
    sample.image_jpeg = {9, 9};
    EXPECT_EQ(page_jpeg(sample), sample.image_jpeg);
}

TEST(PagePictures, ThumbnailsKeepTheAspectRatio) {
    const Image small = decode_jpeg(thumbnail_jpeg(filled_image(1000, 700, 3, 128), 480));
    EXPECT_EQ(small.width, 480);
    EXPECT_EQ(small.height, 336);
    EXPECT_EQ(decode_jpeg(thumbnail_jpeg(filled_image(100, 70, 3, 128), 480)).width, 100);
}

} // namespace
} // namespace ecgpress
