// Visible masks and overlap masks, compared with their definitions.
#include <gtest/gtest.h>

#include "render/draw/crops.hpp"
#include "render/reference_stroke.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

TEST(Layers, VisibleMaskExcludesLaterTraces) {
    std::size_t hidden = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const RenderedPage page = crossing_traces(seed);
        const PixelRect crop{10, 20, 110, 80};
        for (std::size_t target = 0; target < page.traces.size(); ++target) {
            const Image visible = visible_mask(page, target, crop);
            for (int y = 0; y < crop.height; ++y)
                for (int x = 0; x < crop.width; ++x) {
                    const int whole = page.traces[target].at(x + crop.x, y + crop.y);
                    double expected = whole;
                    for (std::size_t i = target + 1; i < page.traces.size(); ++i)
                        expected *= 1 - page.traces[i].at(x + crop.x, y + crop.y) / 255.0;
                    ASSERT_NEAR(visible.row(y)[x], expected, 1.5);
                    ASSERT_LE(visible.row(y)[x], whole);
                    hidden += visible.row(y)[x] < whole ? 1 : 0;
                }
        }
    }
    EXPECT_GT(hidden, 1000U);
}

TEST(Layers, OverlapIsTheSecondLargestCoverage) {
    std::size_t found = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const RenderedPage page = crossing_traces(seed);
        const Image overlap = overlap_mask(page);
        ASSERT_EQ(overlap.width, 140);
        ASSERT_EQ(overlap.height, 110);
        for (int y = 0; y < overlap.height; ++y)
            for (int x = 0; x < overlap.width; ++x) {
                std::vector<int> coverage;
                for (const InkMask& trace : page.traces) coverage.push_back(trace.at(x, y));
                std::sort(coverage.begin(), coverage.end());
                ASSERT_EQ(overlap.row(y)[x], coverage[coverage.size() - 2]);
                found += overlap.row(y)[x] > 0 ? 1 : 0;
            }
    }
    EXPECT_GT(found, 1000U);
}

} // namespace
} // namespace ecgpress
