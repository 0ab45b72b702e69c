// Which tiles of an image hold something that its blank does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.hpp"

namespace ecgpress {

constexpr int k_tile_px = 8;

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

    /// One byte a tile: 0, or 1 if it is drawn on.
    const std::uint8_t* row_of(int row) const {
        return drawn_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
    }
    std::uint8_t* row_of(int row) {
        return drawn_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
    }

    /// All tiles of the image that the rectangle touches.
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
