#include <gtest/gtest.h>

#include "core/geometry.hpp"
#include "core/random.hpp"

namespace ecgpress {
namespace {

bool holds(const PixelRect& rect, int x, int y) {
    return x >= rect.x && x < rect.right() && y >= rect.y && y < rect.bottom();
}

PixelRect some_rect(Rng& rng) {
    return {static_cast<int>(rng.below(8)), static_cast<int>(rng.below(8)),
            static_cast<int>(rng.below(5)), static_cast<int>(rng.below(5))};
}

TEST(Geometry, AnIntersectionIsExactlyTheCommonPixels) {
    for (std::uint64_t i = 0; i < 500; ++i) {
        Rng rng(1, i, "rects");
        const PixelRect a = some_rect(rng), b = some_rect(rng), common = intersection(a, b);
        bool any = false;
        for (int y = 0; y < 14; ++y) {
            for (int x = 0; x < 14; ++x) {
                const bool both = holds(a, x, y) && holds(b, x, y);
                any = any || both;
                EXPECT_EQ(holds(common, x, y), both);
            }
        }
        EXPECT_EQ(common.empty(), !any);
        EXPECT_TRUE(common == intersection(b, a));
    }
}

TEST(Geometry, RectanglesThatOnlyTouchHaveAnEmptyIntersection) {
    EXPECT_TRUE(intersection(RectPx{0, 0, 2, 2}, RectPx{2, 0, 4, 2}).empty());
    EXPECT_TRUE(intersection(RectPx{0, 0, 2, 2}, RectPx{5, 5, 6, 6}).empty());
    const RectPx common = intersection(RectPx{0, 0, 3, 3}, RectPx{1.5, 2, 9, 9});
    EXPECT_FALSE(common.empty());
    EXPECT_EQ(common.width_px(), 1.5);
    EXPECT_EQ(common.height_px(), 1);
}

} // namespace
} // namespace ecgpress
