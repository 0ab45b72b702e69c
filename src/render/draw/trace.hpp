// The trace rasteriser: exact area coverage of a round pen (decision 0002).
#pragma once

#include <vector>

#include "core/geometry.hpp"
#include "render/draw/pixel_column.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/stroke_edge.hpp"

namespace ecgpress {

/// Draws traces and reuses its working memory from one to the next.
class TraceRasteriser {
  public:
    /// Returns the stroke of a polyline (x not decreasing) with round joins and caps: the union of
    /// discs of diameter line_width_px around all its points. A NaN point interrupts the line; a
    /// point without neighbours is a dot. Pixel (x, y) is [x-0.5, x+0.5) x [y-0.5, y+0.5); its
    /// coverage is the covered area, scaled to 0-255 and rounded to nearest.
    /// @param width_px, height_px  size of the image; ink outside is clipped
    /// @param columns_per_px  mask columns per pixel: 1, 2, 4, 8 or 16; the pen stays round
    InkMask rasterise(const std::vector<PointPx>& points, double line_width_px, int width_px,
                      int height_px, int columns_per_px = 1);

  private:
    void draw_run(double radius, int columns_per_px, InkMask& mask);

    Run run_;
    Stroke stroke_, before_; ///< of the current run, and of all runs drawn before it
    PixelColumn column_;
};

/// Rasterises a single trace.
InkMask rasterise_trace(const std::vector<PointPx>& points, double line_width_px, int width_px,
                        int height_px, int columns_per_px = 1);

/// Rasterises an axis-parallel rectangle (edge coordinates) with exact area coverage, for grid
/// lines and separators.
InkMask rasterise_rect(const RectPx& rect, int width_px, int height_px);

} // namespace ecgpress
