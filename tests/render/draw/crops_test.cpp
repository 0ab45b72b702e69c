#include <gtest/gtest.h>

#include "render/draw/crops.hpp"
#include "render/reference_stroke.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

PixelRect random_crop(Rng& random, int width, int height) {
    const int x = static_cast<int>(random.below(static_cast<std::uint64_t>(width))),
              y = static_cast<int>(random.below(static_cast<std::uint64_t>(height)));
    return {x, y, 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(width - x))),
            1 + static_cast<int>(random.below(static_cast<std::uint64_t>(height - y)))};
}

TEST(Crops, ImageAndMaskAreThePagesPixels) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 1, "crops");
        const RenderedPage page = crossing_traces(seed);
        const PixelRect crop = random_crop(random, 140, 110);
        const Image image = crop_image(page.image, crop);
        ASSERT_EQ(image.width, crop.width);
        ASSERT_EQ(image.height, crop.height);
        for (const InkMask& trace : page.traces) {
            const Image mask = crop_mask(trace, crop);
            for (int y = 0; y < crop.height; ++y)
                for (int x = 0; x < crop.width; ++x) {
                    ASSERT_EQ(mask.row(y)[x], trace.at(crop.x + x, crop.y + y));
                    for (int i = 0; i < 3; ++i)
                        ASSERT_EQ(image.row(y)[3 * x + i],
                                  page.image.row(crop.y + y)[3 * (crop.x + x) + i]);
                }
        }
    }
}

TEST(Crops, OverlapIsCountedPixelByPixel) {
    std::uint64_t with = 0, without = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Rng random(seed, 2, "crops");
        const RenderedPage page = crossing_traces(seed);
        for (std::size_t target = 0; target < page.traces.size(); ++target) {
            const PixelRect crop = random_crop(random, 140, 110);
            std::uint64_t own = 0, other = 0;
            for (int y = crop.y; y < crop.bottom(); ++y)
                for (int x = crop.x; x < crop.right(); ++x) {
                    bool any = false;
                    for (std::size_t i = 0; i < page.traces.size(); ++i)
                        any = any || (i != target && page.traces[i].at(x, y) > 0);
                    own += page.traces[target].at(x, y) > 0 ? 1 : 0;
                    other += any ? 1 : 0;
                }
            const OverlapCount count = count_overlap(page, target, crop);
            ASSERT_EQ(count.target_px, own);
            ASSERT_EQ(count.other_px, other);
            (other > 0 ? with : without) += 1;
        }
    }
    EXPECT_GT(with, 50U);
    EXPECT_GT(without, 5U);
    EXPECT_EQ((OverlapCount{0, 7}.ratio()), 0);
    EXPECT_EQ((OverlapCount{4, 7}.ratio()), 1.75);
}

} // namespace
} // namespace ecgpress
