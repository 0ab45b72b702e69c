#include "dataset/shard/label_classes.hpp"

#include <algorithm>
#include <cmath>

#include "dataset/shard/yolo_lines.hpp"
#include "page/ink_outline.hpp"
#include "page/page.hpp"

namespace ecgpress {

namespace {

constexpr int k_first_additional = static_cast<int>(k_lead_count) + 1;

int pulse_class(const LabelSettings& settings) {
    return k_first_additional + (settings.rhythm_class ? 1 : 0);
}

int page_class(const LabelSettings& settings) {
    return pulse_class(settings) + (settings.pulse_class ? 1 : 0);
}

/// The bounds of the paper's outline in the image.
RectPx paper_in_image(const PageRow& page, const Lattice* warp, const RectPx& frame) {
    if (warp == nullptr) return frame;
    std::vector<PointPx> outline = outline_in_image(
        *warp, {0, 0, page.page_width_mm * page.px_per_mm, page.page_height_mm * page.px_per_mm});
    for (PointPx& point : outline) {
        point.x_px += 0.5;
        point.y_px += 0.5;
    }
    const std::vector<PointPx> seen = clipped_outline(outline, frame);
    if (seen.empty()) return frame; // the warp folds there
    return bounds_of(seen);
}

} // namespace

std::vector<std::string> box_classes(const LabelSettings& settings) {
    std::vector<std::string> names{"lead"};
    for (const Lead lead : all_leads()) names.emplace_back(name_of(lead));
    if (settings.rhythm_class) names.emplace_back(k_rhythm_class);
    if (settings.pulse_class) names.emplace_back("pulse");
    if (settings.page_class) names.emplace_back("page");
    return names;
}

int box_class_of(const LeadRow& lead, const LabelSettings& settings) {
    return settings.rhythm_class && lead.rhythm ? k_first_additional : 0;
}

std::vector<std::string> trace_classes(const LabelSettings& settings) {
    std::vector<std::string> names;
    for (const Lead lead : all_leads()) names.emplace_back(name_of(lead));
    if (settings.rhythm_class) names.emplace_back(k_rhythm_class);
    return names;
}

std::size_t trace_class_of(const LeadRow& lead, const LabelSettings& settings) {
    return settings.rhythm_class && lead.rhythm ? k_lead_count : index_of(lead.lead);
}

PageBoxes page_boxes(const PageRow& page, const std::vector<LeadRow>& leads,
                     const std::vector<PointPx>& pulses_px, const Lattice* warp) {
    const RectPx frame{0, 0, static_cast<double>(page.width_px),
                       static_cast<double>(page.height_px)};
    PageBoxes boxes;
    boxes.page = paper_in_image(page, warp, frame);
    const double line_width_px = leads.empty() ? 0 : leads.front().line_width_px;
    // In the precision of stored corners, so that their boxes can be computed again. Through
    // memory, because GCC 12 removes a conversion to float and back when it vectorises.
    std::vector<float> stored;
    for (const PointPx& corner : pulses_px)
        for (const double value_px : {corner.x_px, corner.y_px})
            stored.push_back(static_cast<float>(value_px));
    for (std::size_t i = 0; i + k_pulse_corners <= pulses_px.size(); i += k_pulse_corners) {
        std::vector<PointPx> path;
        for (std::size_t k = i; k < i + k_pulse_corners; ++k)
            path.push_back({double{stored[2 * k]}, double{stored[2 * k + 1]}});
        boxes.pulses.push_back(stroke_extent(path, line_width_px, frame));
    }
    return boxes;
}

std::string yolo_text(const PageRow& page, const std::vector<LeadRow>& leads,
                      const PageBoxes& boxes, const LabelSettings& settings) {
    YoloLines lines(page.width_px, page.height_px);
    const auto add = [&](int label_class, const RectPx& box) {
        if (!box.empty()) lines.begin(label_class).box(box).end();
    };
    for (const LeadRow& lead : leads) {
        add(box_class_of(lead, settings), lead.box_px);
        add(name_class_of(lead.lead), lead.name_box_px);
    }
    if (settings.pulse_class)
        for (const RectPx& pulse : boxes.pulses) add(pulse_class(settings), pulse);
    if (settings.page_class) add(page_class(settings), boxes.page);
    return lines.text();
}

} // namespace ecgpress
