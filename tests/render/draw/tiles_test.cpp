#include <gtest/gtest.h>

#include "core/random.hpp"
#include "render/draw/tiles.hpp"

namespace ecgpress {
namespace {

int count(const Tiles& tiles) {
    int drawn = 0;
    for (int row = 0; row < tiles.rows(); ++row)
        for (int column = 0; column < tiles.columns(); ++column)
            drawn += tiles.has(column, row) ? 1 : 0;
    return drawn;
}

TEST(Tiles, CoverTheImageAndStartUndrawn) {
    const Tiles tiles(17, 8);
    EXPECT_EQ(tiles.columns(), 3);
    EXPECT_EQ(tiles.rows(), 1);
    EXPECT_EQ(count(tiles), 0);
}

TEST(Tiles, OnePixelIsOneTile) {
    for (const auto& [x, y] : {std::pair{0, 0}, {7, 7}, {8, 7}, {7, 8}, {99, 49}}) {
        Tiles tiles(100, 50);
        tiles.add({x, y, 1, 1});
        EXPECT_EQ(count(tiles), 1);
        EXPECT_TRUE(tiles.has(x / k_tile_px, y / k_tile_px));
    }
}

TEST(Tiles, CoverEveryPixelOfAddedRectangles) {
    Rng random(1, 0, "tiles");
    for (int i = 0; i < 200; ++i) {
        const auto between = [&](int low, int high) {
            return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low)));
        };
        const PixelRect rect{between(-40, 120), between(-40, 90), between(0, 60), between(0, 60)};
        Tiles tiles(100, 70);
        tiles.add(rect);
        for (int row = 0; row < tiles.rows(); ++row)
            for (int column = 0; column < tiles.columns(); ++column) {
                const PixelRect tile{column * k_tile_px, row * k_tile_px, k_tile_px, k_tile_px};
                ASSERT_EQ(tiles.has(column, row), !intersection(tile, rect).empty())
                    << column << ' ' << row;
            }
    }
}

} // namespace
} // namespace ecgpress
