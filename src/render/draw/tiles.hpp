// Records which tiles of an image differ from its blank.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.hpp"

namespace ecgpress {

/// Side of a tile. JPEG's MCUs are 8 or 16 px wide, so tiles never straddle two MCUs.
constexpr int k_tile_px = 8;

/// A bit map of tiles. Tiles at the right and lower edge can be incomplete.
class Tiles {
  public:
    Tiles() = default;
    Tiles(int width_px, int height_px)
        : columns_((width_px + k_tile_px - 1) / k_tile_px),
          rows_((height_px + k_tile_px - 1) / k_tile_px),
          drawn_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    int columns() const { return columns_; }
    int rows() const { return rows_; }
    bool has(int column, int row) const { return row_of(row)[column] != 0; }

    /// One byte per tile: 1 if something is drawn on it, else 0.
    const std::uint8_t* row_of(int row) const {
        return drawn_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
    }
    std::uint8_t* row_of(int row) {
        return drawn_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
    }

    /// Marks all tiles that a rectangle touches.
    void add(const PixelRect& rect) {
        const PixelRect part = intersection(rect, {0, 0, columns_ * k_tile_px, rows_ * k_tile_px});
        if (part.empty()) return;
        for (int y = part.y / k_tile_px; y * k_tile_px < part.bottom(); ++y)
            for (int x = part.x / k_tile_px; x * k_tile_px < part.right(); ++x) row_of(y)[x] = 1;
    }

  private:
    int columns_ = 0, rows_ = 0;
    std::vector<std::uint8_t> drawn_;
};

} // namespace ecgpress
