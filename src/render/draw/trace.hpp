// The rasteriser: a trace drawn as the exact area that a round pen covers, nothing rounded on the
// way.
#pragma once

#include <vector>

#include "core/geometry.hpp"
#include "render/draw/pixel_column.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/stroke_edge.hpp"

namespace ecgpress {

/// Draws traces one after the other in the same working memory.
class TraceRasteriser {
  public:
    /// The stroke of a polyline (x not decreasing) with round joins and caps: the union of a disc
    /// of diameter line_width_px over all its points. NaN points break it; a point with no
    /// neighbour is a dot. Pixel (x, y) covers [x-0.5, x+0.5) x [y-0.5, y+0.5); coverage is its
    /// covered area, 0-255 rounded to nearest.
    /// @param width_px, height_px  the image; what lies outside is clipped
    /// @param columns_per_px  1, 2, 4, 8 or 16: so many mask columns a pixel, the pen as round as
    /// before
    InkMask rasterise(const std::vector<PointPx>& points, double line_width_px, int width_px,
                      int height_px, int columns_per_px = 1);

  private:
    void draw_run(double radius, int columns_per_px, InkMask& mask);

    Run run_;
    Stroke stroke_, before_; ///< of the run, and of what was drawn before it
    PixelColumn column_;
};

/// A single trace.
InkMask rasterise_trace(const std::vector<PointPx>& points, double line_width_px, int width_px,
                        int height_px, int columns_per_px = 1);

/// An axis-parallel rectangle with exact area coverage (grid lines, separators). Edge coordinates.
InkMask rasterise_rect(const RectPx& rect, int width_px, int height_px);

} // namespace ecgpress
