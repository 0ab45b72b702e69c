#include "page/labels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {

namespace {

constexpr double k_centre_to_edge_px =
    0.5; ///< from a position with pixel centres at integers to edge coordinates

/// Tight extent of the discs of a round pen along the trace; the bars between them lie within their
/// extent.
RectPx stroke_extent(const std::vector<PointPx>& trace, double line_width_px) {
    constexpr double far = std::numeric_limits<double>::infinity();
    RectPx extent{far, far, -far, -far};
    for (const PointPx& point : trace) {
        if (std::isnan(point.x_px) || std::isnan(point.y_px)) continue;
        extent.x0_px = std::min(extent.x0_px, point.x_px);
        extent.y0_px = std::min(extent.y0_px, point.y_px);
        extent.x1_px = std::max(extent.x1_px, point.x_px);
        extent.y1_px = std::max(extent.y1_px, point.y_px);
    }
    if (extent.x0_px == far) return {};
    const double reach = line_width_px / 2;
    return {extent.x0_px + k_centre_to_edge_px - reach, extent.y0_px + k_centre_to_edge_px - reach,
            extent.x1_px + k_centre_to_edge_px + reach, extent.y1_px + k_centre_to_edge_px + reach};
}

/// The extent with its padding, within the image; empty if the extent itself lies outside.
RectPx padded_box(const RectPx& ink, const RectPx& frame, double padding_x_px,
                  double padding_y_px) {
    if (ink.empty() || intersection(ink, frame).empty()) return {};
    return intersection({ink.x0_px - padding_x_px, ink.y0_px - padding_y_px,
                         ink.x1_px + padding_x_px, ink.y1_px + padding_y_px},
                        frame);
}

PixelRect pixels_touched(const RectPx& box) {
    if (box.empty()) return {};
    const int x0 = static_cast<int>(std::floor(box.x0_px)),
              y0 = static_cast<int>(std::floor(box.y0_px));
    return {x0, y0, static_cast<int>(std::ceil(box.x1_px)) - x0,
            static_cast<int>(std::ceil(box.y1_px)) - y0};
}

PanelLabels label_panel(const Panel& panel, const PageStyle& style,
                        const ImageFromPage& image_from_page) {
    const double px_per_mm = image_from_page.px_per_mm();
    PanelLabels labels;
    labels.lead = panel.lead;
    labels.number = panel.number;
    labels.rhythm = panel.rhythm;
    labels.trace_px.reserve(panel.trace_mm.size());
    for (const PointMm& point : panel.trace_mm) labels.trace_px.push_back(image_from_page(point));
    labels.line_width_px = style.trace_width_mm * px_per_mm;
    labels.ink_px = stroke_extent(labels.trace_px, labels.line_width_px);
    labels.box_px =
        padded_box(labels.ink_px, image_from_page.frame(), style.box_padding_x_mm * px_per_mm,
                   style.box_padding_y_mm * px_per_mm);
    labels.crop_px = pixels_touched(labels.box_px);
    const double first_s = static_cast<double>(panel.window.first) / panel.rate_hz - panel.start_s;
    const PointPx first = image_from_page(
        PointMm{panel.x0_mm + first_s * style.paper_speed_mm_per_s, panel.baseline_mm});
    labels.first_x_px = first.x_px;
    labels.baseline_y_px = first.y_px;
    labels.px_per_s = style.paper_speed_mm_per_s * px_per_mm;
    labels.px_per_mv = style.gain_mm_per_mv * px_per_mm;
    return labels;
}

} // namespace

Labels make_labels(const Page& page, const ImageFromPage& image_from_page) {
    Labels labels;
    labels.width_px = image_from_page.width_px();
    labels.height_px = image_from_page.height_px();
    labels.px_per_mm = image_from_page.px_per_mm();
    for (const Panel& panel : page.panels)
        labels.panels.push_back(label_panel(panel, page.style, image_from_page));
    for (const PrintedText& text : page.texts) {
        if (text.panel < 0) continue;
        const RectPx box = intersection(image_from_page(text.ink_mm), image_from_page.frame());
        if (!box.empty()) labels.panels[static_cast<std::size_t>(text.panel)].name_box_px = box;
    }
    return labels;
}

} // namespace ecgpress
