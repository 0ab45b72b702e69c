#include "dataset/sample.hpp"

#include <algorithm>
#include <cmath>

#include "core/text.hpp"

namespace ecgpress {

namespace {

constexpr long long k_unit = 1000000; ///< 1 with 6 decimals

/// A box's centre and extent along one axis, in millionths of the page.
struct Interval {
    long long centre, extent;
};

/// Rounded, then kept inside the page as written: centre - extent/2 >= 0, centre + extent/2 <= 1,
/// and never without extent.
Interval rounded(double low_px, double high_px, int page_px) {
    const double scale = static_cast<double>(k_unit) / page_px;
    Interval interval{std::llround(0.5 * (low_px + high_px) * scale),
                      std::llround((high_px - low_px) * scale)};
    interval.centre = std::clamp<long long>(interval.centre, 1, k_unit - 1);
    const long long room = 2 * std::min(interval.centre, k_unit - interval.centre);
    interval.extent = std::clamp<long long>(interval.extent, 1, room);
    return interval;
}

std::string decimals(long long millionths) {
    return fixed(static_cast<double>(millionths) / static_cast<double>(k_unit), 6);
}

void append_box(std::string& text, int label_class, const RectPx& box, const Labels& labels) {
    if (box.empty()) return;
    const Interval x = rounded(box.x0_px, box.x1_px, labels.width_px);
    const Interval y = rounded(box.y0_px, box.y1_px, labels.height_px);
    text += concat(label_class, ' ', decimals(x.centre), ' ', decimals(y.centre), ' ',
                   decimals(x.extent), ' ', decimals(y.extent), '\n');
}

} // namespace

const char* name_of(Dataset dataset) {
    return dataset_names()[static_cast<std::size_t>(dataset)].c_str();
}

const std::vector<std::string>& dataset_names() {
    static const std::vector<std::string> names{"digitization", "detection", "segmentation",
                                                "overlap"};
    return names;
}

std::string page_name(const PageRow& row) {
    return concat(row.index, '_', row.rows, "by", row.columns);
}

std::string lead_name(const PageRow& row, const LeadRow& lead) {
    return concat(page_name(row), "_lead_", lead.number);
}

std::string yolo_text(const Labels& labels) {
    std::string text;
    for (const PanelLabels& panel : labels.panels) {
        append_box(text, 0, panel.box_px, labels);
        if (panel.name_box_px)
            append_box(text, name_class_of(panel.lead), *panel.name_box_px, labels);
    }
    return text;
}

std::string signal_json(const std::vector<double>& signal_mv) {
    std::string text = "[";
    text.reserve(8 * signal_mv.size() + 2);
    for (const double value_mv : signal_mv) {
        if (text.size() > 1) text += ',';
        text += shortest(value_mv);
    }
    return text + "]";
}

} // namespace ecgpress
