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
    std::vector<PointPx> trace_px; ///< each sample's position, NaN in gaps
    double line_width_px = 0;
    RectPx ink_px; ///< tight extent of the stroke (a round pen of line_width_px along the trace) on
                   ///< the page; empty if none of it is there
    RectPx box_px; ///< ink_px plus padding, clipped to the image; empty if no ink is on the page
    std::optional<RectPx>
        name_box_px;   ///< tight extent of the lead's name, clipped; nothing if it is not printed
    PixelRect crop_px; ///< the whole pixels that box_px touches
    double first_x_px = 0;    ///< where the window's first sample is, be it a gap or not
    double baseline_y_px = 0; ///< of 0 mV
    double px_per_s = 0, px_per_mv = 0;
};

struct Labels {
    int width_px = 0, height_px = 0;
    double px_per_mm = 0;
    std::vector<PanelLabels> panels; ///< as Page::panels
};

Labels make_labels(const Page& page, const ImageFromPage& image_from_page);

} // namespace ecgpress
