// Images for inspection: labels drawn over a page, and contact sheets.
#pragma once

#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"

namespace ecgpress {

/// A box to draw.
struct OverlayBox {
    RectPx box;
    Colour colour;
};

/// Draws outlines of boxes, about 0.25 mm wide. They lie outside the boxes, and hide nothing in
/// them.
void draw_boxes(Image& page, const std::vector<OverlayBox>& boxes, double px_per_mm);

/// Draws a dot, narrower than a trace, at every `step`-th point (true sample positions). NaN points
/// are skipped.
void draw_points(Image& page, const std::vector<PointPx>& points, Colour colour, double px_per_mm,
                 std::size_t step);

/// Arranges images in rows of `columns`, each scaled by area averaging to the cell width, with
/// white gaps.
Image contact_sheet(const std::vector<Image>& pictures, int columns, int cell_width_px);

/// Scales a grey or RGB image by area averaging (cv::INTER_AREA).
Image scaled(const Image& image, int width_px, int height_px);

} // namespace ecgpress
