// Points and rectangles on paper (millimetres) and in images (pixels), as separate types.
//
// Paper: origin at the page's top left corner, x right (time), y down.
// Image: pixel centres are at integers, so the page's edge is at -0.5: x_px = x_mm * dpi / 25.4 -
// 0.5. Boxes are half-open in edge coordinates: edge = centre + 0.5, so the box of pixel (3, 5) is
// [3, 4) x [5, 6).
#pragma once

#include <algorithm>

namespace ecgpress {

constexpr double k_mm_per_inch = 25.4;

struct PointMm {
    double x_mm = 0, y_mm = 0;
};

/// A pixel position, pixel centres at integers.
struct PointPx {
    double x_px = 0, y_px = 0;
};

/// [x0, x1) x [y0, y1) on paper.
struct RectMm {
    double x0_mm = 0, y0_mm = 0, x1_mm = 0, y1_mm = 0;
};

/// [x0, x1) x [y0, y1) in an image, edge coordinates (the page's left edge is 0).
struct RectPx {
    double x0_px = 0, y0_px = 0, x1_px = 0, y1_px = 0;

    double width_px() const { return x1_px - x0_px; }
    double height_px() const { return y1_px - y0_px; }
    bool empty() const { return !(x1_px > x0_px && y1_px > y0_px); }
};

/// Whole pixels: columns [x, x + width), rows [y, y + height).
struct PixelRect {
    int x = 0, y = 0, width = 0, height = 0;

    int right() const { return x + width; }
    int bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool operator==(const PixelRect& other) const {
        return x == other.x && y == other.y && width == other.width && height == other.height;
    }
};

inline bool contains(const PixelRect& rect, int x, int y) {
    return x >= rect.x && y >= rect.y && x < rect.right() && y < rect.bottom();
}

inline PixelRect intersection(const PixelRect& a, const PixelRect& b) {
    const int x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
    const int x1 = std::min(a.right(), b.right()), y1 = std::min(a.bottom(), b.bottom());
    return {x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)};
}

inline RectPx intersection(const RectPx& a, const RectPx& b) {
    return {std::max(a.x0_px, b.x0_px), std::max(a.y0_px, b.y0_px), std::min(a.x1_px, b.x1_px),
            std::min(a.y1_px, b.y1_px)};
}

} // namespace ecgpress
