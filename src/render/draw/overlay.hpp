// Pictures for people: labels drawn over a page, and contact sheets.
#pragma once

#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"

namespace ecgpress {

/// A box to be drawn, with the words beside it (may be empty).
struct OverlayBox {
    RectPx box;
    Colour colour;
    std::string caption;
};

/// Outlines of boxes, about 0.25 mm wide, and their captions.
void draw_boxes(Image& page, const std::vector<OverlayBox>& boxes, double px_per_mm);

/// A cross at each point (the true sample positions), every `step`-th; NaN points are left out.
void draw_points(Image& page, const std::vector<PointPx>& points, Colour colour, std::size_t step);

/// Pictures side by side, `columns` in a row, each scaled by area to a cell of the given width;
/// white between.
Image contact_sheet(const std::vector<Image>& pictures, int columns, int cell_width_px);

/// Scaled by area averaging (cv::INTER_AREA). Grey or RGB.
Image scaled(const Image& image, int width_px, int height_px);

} // namespace ecgpress
