// The classes of labels, in all formats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Additional classes; `labels` of the configuration.
struct LabelSettings {
    bool rhythm_class = false; ///< Rhythm strips have a class of their own, not that of leads.
    bool pulse_class = false;  ///< Each calibration pulse has a box.
    bool page_class = false;   ///< The page has a box.
};

constexpr const char* k_rhythm_class = "rhythm";

/// Classes of boxes: `lead` (a trace), the names I to V6, and the additional ones that are set, in
/// the order rhythm, pulse, page.
std::vector<std::string> box_classes(const LabelSettings& settings);
/// Number of a trace's class among them.
int box_class_of(const LeadRow& lead, const LabelSettings& settings);

/// Classes of formats that label traces only: I to V6, and rhythm if it is set.
std::vector<std::string> trace_classes(const LabelSettings& settings);
/// Number of a trace's class among them, from 0.
std::size_t trace_class_of(const LeadRow& lead, const LabelSettings& settings);

/// Boxes of a page besides those of its leads.
struct PageBoxes {
    std::vector<RectPx> pulses; ///< tight extents of the strokes of its calibration pulses
    RectPx page;                ///< the part of the paper in the image
};
/// @param pulses_px  corners of the pulses, as in Sample @param warp  null if there is none
PageBoxes page_boxes(const PageRow& page, const std::vector<LeadRow>& leads,
                     const std::vector<PointPx>& pulses_px, const Lattice* warp);

/// One line `class x_centre y_centre width height` per box, 0-1, 6 decimals: each trace's box, then
/// its name's, then those of pulses and page if they have classes.
std::string yolo_text(const PageRow& page, const std::vector<LeadRow>& leads,
                      const PageBoxes& boxes, const LabelSettings& settings);

} // namespace ecgpress
