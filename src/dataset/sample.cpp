#include "dataset/sample.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/text.hpp"

namespace ecgpress {

namespace {

constexpr long long k_unit = 1000000; ///< 1 with 6 decimals

/// A box's centre and extent along one axis, in millionths of the page.
struct Interval {
    long long centre, extent;
};

/// Rounded, then kept inside the page as written: centre - extent/2 >= 0, centre + extent/2 <= 1,
/// exactly, and so in any reader's float, too; and never without extent. Both edges stay within a
/// millionth of where they were.
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

/// Most records hold whole microvolts (PTB-XL's gain is 1000 a mV). Their shortest digits are those
/// of a whole number, several times faster than any number's. @return false if the value is no such
bool append_thousandths(std::string& text, double value_mv) {
    constexpr double k_largest_mv = 1000; // beyond it, 1e+05 would be shorter
    if (!(std::abs(value_mv) < k_largest_mv)) return false;
    const int thousandths = static_cast<int>(value_mv * 1000 + (value_mv < 0 ? -0.5 : 0.5));
    if (thousandths / 1000.0 != value_mv) return false;
    char digits[8]; // "-999.999"
    char* at = std::end(digits);
    int rest = std::abs(thousandths), decimals = 3;
    for (; decimals > 0 && rest % 10 == 0; --decimals) rest /= 10; // no zeros at the end
    if (decimals > 0) {
        for (; decimals > 0; --decimals, rest /= 10) *--at = static_cast<char>('0' + rest % 10);
        *--at = '.';
    }
    do {
        *--at = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (thousandths < 0) *--at = '-';
    text.append(at, std::end(digits));
    return true;
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
        if (!append_thousandths(text, value_mv)) text += shortest(value_mv);
    }
    return text + "]";
}

} // namespace ecgpress
