// The labels of a page in pixels of its image. They are computed from geometry; no pixels are read.
#pragma once

#include <optional>
#include <vector>

#include "core/geometry.hpp"
#include "core/lead.hpp"
#include "page/page.hpp"
#include "page/warp.hpp"

namespace ecgpress {

struct PanelLabels {
    Lead lead = Lead::I;
    int number = 0;
    bool rhythm = false;
    std::vector<PointPx> trace_px; ///< each sample's position in the image, NaN in gaps
    double line_width_px = 0;
    RectPx ink_px; ///< tight extent of the visible stroke (a round pen of line_width_px along the
                   ///< trace); empty if none is on the page
    RectPx box_px; ///< ink_px plus padding, clipped to the image; empty if no ink is on the page
    std::optional<RectPx> name_box_px; ///< extent of the lead's name plus its padding, clipped to
                                       ///< the image; std::nullopt if none of it is on the page
    PixelRect crop_px;                 ///< the pixels that box_px touches
    // Positions on the drawing, before any distortion.
    RectPx drawn_ink_px;      ///< ink_px on the drawing
    double first_x_px = 0;    ///< position of the window's first sample, even if it is a gap
    double baseline_y_px = 0; ///< of 0 mV
    double px_per_s = 0, px_per_mv = 0;
};

struct Labels {
    int width_px = 0, height_px = 0;
    double px_per_mm = 0;                        ///< of the drawing
    std::vector<PanelLabels> panels;             ///< in the order of Page::panels
    std::vector<std::vector<PointPx>> pulses_px; ///< the corners of Page::pulses in the image
};

/// Tight extent of the stroke of a round pen along a trace, as far as it is in the image, in edge
/// coordinates; empty if nothing is. @param trace  positions in the image, NaN in gaps @param frame
/// the bounds of the image, from 0
RectPx stroke_extent(const std::vector<PointPx>& trace, double line_width_px, const RectPx& frame);
/// The pixels that a box touches; empty for an empty box.
PixelRect pixels_touched(const RectPx& box);

/// Makes the labels. On a distorted page they contain positions only; set_ink adds extents and
/// boxes.
Labels make_labels(const Page& page, const ImageFromPage& image_from_page);

/// Bounding rectangles of the ink of each panel; empty where there is none.
struct InkRects {
    std::vector<PixelRect> traces, names; ///< in the image
    std::vector<PixelRect> drawn_traces;  ///< on the drawing
};

/// Sets the extents and boxes of a distorted page from its visible ink, in whole pixels.
void set_ink(Labels& labels, const Page& page, const ImageFromPage& image_from_page,
             const InkRects& rects);

/// A box around a trace's ink, with the style's padding, clipped to the image; empty if there is no
/// ink.
RectPx padded(const PixelRect& ink, const PageStyle& style, const ImageFromPage& image_from_page);

} // namespace ecgpress
