#include "page/labels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {

namespace {

/// From a position with pixel centres at integers to edge coordinates.
constexpr double k_centre_to_edge_px = 0.5;

/// An interval, initially empty.
struct Span {
    double low = std::numeric_limits<double>::infinity(), high = -low;

    bool empty() const { return !(high > low); }
    void take_in(double value, double reach) {
        low = std::min(low, value - reach);
        high = std::max(high, value + reach);
    }
};

/// A position along the measured axis, and across it.
struct Place {
    double along = 0, across = 0;
};

/// Extends the span by the stroke of a round pen from `a` to `b`, as far as it is within [0, limit]
/// across the axis. The end `b` is covered by the next stroke. If the centre of the pen is at a
/// distance d outside, the visible part of the pen is a chord of half length sqrt(r^2 - d^2). Along
/// a stroke that leaves the image, its extent is largest where d / r is the sine of the angle
/// between the stroke and the normal of the edge.
void take_in_stroke(Span& span, const Place& a, const Place& b, double radius, double limit) {
    const auto outside = [&](double across) { return std::max({0.0, -across, across - limit}); };
    const auto take_in = [&](const Place& place) {
        const double d = outside(place.across);
        if (d < radius)
            span.take_in(place.along, d == 0 ? radius : std::sqrt(radius * radius - d * d));
    };
    take_in(a);
    const double along = b.along - a.along, across = b.across - a.across;
    if ((outside(a.across) == 0 && outside(b.across) == 0) || across == 0) return;
    const double beyond = radius * std::abs(along) / std::sqrt(along * along + across * across);
    for (const double edge : {0.0, limit, -beyond, limit + beyond}) {
        const double part = (edge - a.across) / across;
        if (part > 0 && part < 1) take_in({a.along + part * along, edge});
    }
}

/// The extent with padding, clipped to the image; empty if there is no ink.
RectPx padded_box(const RectPx& ink, double padding_x_mm, double padding_y_mm,
                  const ImageFromPage& image_from_page) {
    if (ink.empty()) return {};
    const double x_px = padding_x_mm * image_from_page.px_per_mm(),
                 y_px = padding_y_mm * image_from_page.px_per_mm();
    return intersection({ink.x0_px - x_px, ink.y0_px - y_px, ink.x1_px + x_px, ink.y1_px + y_px},
                        image_from_page.frame());
}

RectPx trace_box(const RectPx& ink, const PageStyle& style, const ImageFromPage& image_from_page) {
    return padded_box(ink, style.box_padding_x_mm, style.box_padding_y_mm, image_from_page);
}

/// @param ink  the part of the name in the image
std::optional<RectPx> name_box(const RectPx& ink, const PageStyle& style,
                               const ImageFromPage& image_from_page) {
    const RectPx box =
        padded_box(ink, style.name_box_padding_x_mm, style.name_box_padding_y_mm, image_from_page);
    return box.empty() ? std::nullopt : std::optional(box);
}

/// Sets the trace's extent in the image, and its box and crop.
void set_ink(PanelLabels& labels, const RectPx& ink, const PageStyle& style,
             const ImageFromPage& image_from_page) {
    labels.ink_px = ink;
    labels.box_px = trace_box(ink, style, image_from_page);
    labels.crop_px = pixels_touched(labels.box_px);
}

RectPx edges_of(const PixelRect& rect) {
    if (rect.empty()) return {};
    return {static_cast<double>(rect.x), static_cast<double>(rect.y),
            static_cast<double>(rect.right()), static_cast<double>(rect.bottom())};
}

PanelLabels label_panel(const Panel& panel, const PageStyle& style,
                        const ImageFromPage& image_from_page) {
    const double px_per_mm = image_from_page.px_per_mm();
    PanelLabels labels;
    labels.lead = panel.lead;
    labels.number = panel.number;
    labels.rhythm = panel.rhythm;
    labels.trace_px = image_from_page(panel.trace_mm);
    labels.line_width_px = style.trace_width_mm * px_per_mm;
    if (image_from_page.lattice() == nullptr)
        set_ink(labels,
                stroke_extent(labels.trace_px, labels.line_width_px, image_from_page.frame()),
                style, image_from_page);
    labels.drawn_ink_px = labels.ink_px; // for distorted pages see the other set_ink
    const double first_s = static_cast<double>(panel.window.first) / panel.rate_hz - panel.start_s;
    const PointPx first = image_from_page.drawing()(
        PointMm{panel.x0_mm + first_s * style.paper_speed_mm_per_s, panel.baseline_mm});
    labels.first_x_px = first.x_px;
    labels.baseline_y_px = first.y_px;
    labels.px_per_s = style.paper_speed_mm_per_s * px_per_mm;
    labels.px_per_mv = panel.gain_mm_per_mv * px_per_mm;
    return labels;
}

} // namespace

RectPx stroke_extent(const std::vector<PointPx>& trace, double line_width_px, const RectPx& frame) {
    Span x, y;
    const double radius = line_width_px / 2;
    const auto is_gap = [](const PointPx& point) {
        return std::isnan(point.x_px) || std::isnan(point.y_px);
    };
    for (std::size_t i = 0; i < trace.size(); ++i) {
        if (is_gap(trace[i])) continue;
        const bool joined = i + 1 < trace.size() && !is_gap(trace[i + 1]);
        const double x0 = trace[i].x_px + k_centre_to_edge_px,
                     y0 = trace[i].y_px + k_centre_to_edge_px;
        const double x1 = joined ? trace[i + 1].x_px + k_centre_to_edge_px : x0;
        const double y1 = joined ? trace[i + 1].y_px + k_centre_to_edge_px : y0;
        take_in_stroke(x, {x0, y0}, {x1, y1}, radius, frame.y1_px);
        take_in_stroke(y, {y0, x0}, {y1, x1}, radius, frame.x1_px);
    }
    if (x.empty() || y.empty()) return {};
    const RectPx extent = intersection({x.low, y.low, x.high, y.high}, frame);
    return extent.empty() ? RectPx{} : extent;
}

PixelRect pixels_touched(const RectPx& box) {
    if (box.empty()) return {};
    const int x0 = static_cast<int>(std::floor(box.x0_px)),
              y0 = static_cast<int>(std::floor(box.y0_px));
    return {x0, y0, static_cast<int>(std::ceil(box.x1_px)) - x0,
            static_cast<int>(std::ceil(box.y1_px)) - y0};
}

Labels make_labels(const Page& page, const ImageFromPage& image_from_page) {
    Labels labels;
    labels.width_px = image_from_page.width_px();
    labels.height_px = image_from_page.height_px();
    labels.px_per_mm = image_from_page.px_per_mm();
    for (const Panel& panel : page.panels)
        labels.panels.push_back(label_panel(panel, page.style, image_from_page));
    for (const CalibrationPulse& pulse : page.pulses)
        labels.pulses_px.push_back(image_from_page(pulse.path_mm));
    for (const PrintedText& text : page.texts) {
        if (text.panel < 0 || image_from_page.lattice() != nullptr) continue;
        const RectPx ink = intersection(image_from_page(text.ink_mm), image_from_page.frame());
        labels.panels[static_cast<std::size_t>(text.panel)].name_box_px =
            name_box(ink, page.style, image_from_page);
    }
    return labels;
}

RectPx padded(const PixelRect& ink, const PageStyle& style, const ImageFromPage& image_from_page) {
    return trace_box(edges_of(ink), style, image_from_page);
}

void set_ink(Labels& labels, const Page& page, const ImageFromPage& image_from_page,
             const InkRects& rects) {
    for (std::size_t i = 0; i < labels.panels.size(); ++i) {
        set_ink(labels.panels[i], edges_of(rects.traces[i]), page.style, image_from_page);
        labels.panels[i].drawn_ink_px = edges_of(rects.drawn_traces[i]);
        labels.panels[i].name_box_px =
            name_box(edges_of(rects.names[i]), page.style, image_from_page);
    }
}

} // namespace ecgpress
