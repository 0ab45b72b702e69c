// The truth about a page in its image's pixels, from geometry alone: nothing is read back from
// pixels.
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
    RectPx ink_px; ///< tight extent of the stroke (a round pen of line_width_px along the trace) on
                   ///< the page; empty if none of it is there
    RectPx box_px; ///< ink_px plus padding, clipped to the image; empty if no ink is on the page
    std::optional<RectPx>
        name_box_px;   ///< tight extent of the lead's name, clipped; nothing if it is not printed
    PixelRect crop_px; ///< the whole pixels that box_px touches
    // On the drawing: before it is distorted, if it is.
    RectPx drawn_ink_px;      ///< ink_px there
    double first_x_px = 0;    ///< where the window's first sample is, be it a gap or not
    double baseline_y_px = 0; ///< of 0 mV
    double px_per_s = 0, px_per_mv = 0;
};

struct Labels {
    int width_px = 0, height_px = 0;
    double px_per_mm = 0;                        ///< of the drawing
    std::vector<PanelLabels> panels;             ///< as Page::panels
    std::vector<std::vector<PointPx>> pulses_px; ///< the corners of Page::pulses in the image
};

/// Of a distorted page, positions only: extents and boxes follow from its ink (set_ink).
Labels make_labels(const Page& page, const ImageFromPage& image_from_page);

/// Where a page's ink is, for each panel; empty rectangles where there is none.
struct InkRects {
    std::vector<PixelRect> traces, names; ///< in the image
    std::vector<PixelRect> drawn_traces;  ///< on the drawing
};

/// Gives a distorted page the extents of what is seen of it, as whole pixels.
void set_ink(Labels& labels, const Page& page, const ImageFromPage& image_from_page,
             const InkRects& rects);

/// A box around ink, with the style's padding, clipped to the image; empty if there is no ink.
RectPx padded(const PixelRect& ink, const PageStyle& style, const ImageFromPage& image_from_page);

} // namespace ecgpress
