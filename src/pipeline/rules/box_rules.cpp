#include "pipeline/rules/box_rules.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// One axis of a box: its sides, and the size of the image.
struct Axis {
    const char* name;
    double RectPx::*low;
    double RectPx::*high;
    double size_px;
    const char* key; ///< the padding in a style of the configuration
};

std::optional<double> median_of(std::vector<double> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

class BoxCheck {
  public:
    BoxCheck(const PageRows& rows, const StatedConfig& stated,
             const std::vector<std::optional<RectPx>>& ink_px, double tolerance_px,
             const Report& report)
        : rows_(rows), stated_(stated), ink_px_(ink_px), tolerance_px_(tolerance_px),
          report_(report) {}

    void check(const Axis& axis) const {
        const auto padding_px = padding(axis);
        if (!padding_px) return;
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) {
            const RectPx& box = rows_.leads[i].box_px;
            if (!ink_px_[i] || ink_px_[i]->empty() || box.empty()) continue;
            const RectPx& ink = *ink_px_[i];
            const double low = std::max(0.0, ink.*axis.low - *padding_px),
                         high = std::min(axis.size_px, ink.*axis.high + *padding_px);
            if (is_close(box.*axis.low, low, tolerance_px_) &&
                is_close(box.*axis.high, high, tolerance_px_))
                continue;
            report_(k_leads_table, concat(rows_.leads[i].name, ": its box is ",
                                          shortest(box.*axis.low), " to ", shortest(box.*axis.high),
                                          " px in ", axis.name, ". Its ink with padding is ",
                                          fixed(low, 3), " to ", fixed(high, 3), "."));
        }
    }

    void check_emptiness() const {
        for (std::size_t i = 0; i < rows_.leads.size(); ++i)
            if (ink_px_[i] && ink_px_[i]->empty() != rows_.leads[i].box_px.empty())
                report_(k_leads_table,
                        concat(rows_.leads[i].name, rows_.leads[i].box_px.empty()
                                                        ? ": has ink, but no box"
                                                        : ": has a box, but no ink"));
    }

  private:
    std::optional<double> padding(const Axis& axis) const {
        if (const StatedGroup* group = stated_.group(rows_.page.group))
            if (const auto padding_mm = group->style(rows_.page.look, axis.key))
                return *padding_mm * rows_.page.px_per_mm;
        std::vector<double> seen; // of sides that the image does not clip
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) {
            const RectPx& box = rows_.leads[i].box_px;
            if (!ink_px_[i] || ink_px_[i]->empty() || box.empty()) continue;
            if (box.*axis.low > 0) seen.push_back((*ink_px_[i]).*axis.low - box.*axis.low);
            if (box.*axis.high < axis.size_px)
                seen.push_back(box.*axis.high - (*ink_px_[i]).*axis.high);
        }
        return median_of(std::move(seen));
    }

    const PageRows& rows_;
    const StatedConfig& stated_;
    const std::vector<std::optional<RectPx>>& ink_px_;
    double tolerance_px_;
    const Report& report_;
};

} // namespace

void check_boxes(const PageRows& rows, const StatedConfig& stated,
                 const std::vector<std::optional<RectPx>>& ink_px, double tolerance_px,
                 const Report& report) {
    const BoxCheck check(rows, stated, ink_px, tolerance_px, report);
    check.check_emptiness();
    check.check({"x", &RectPx::x0_px, &RectPx::x1_px, static_cast<double>(rows.page.width_px),
                 "box_padding_mm/x"});
    check.check({"y", &RectPx::y0_px, &RectPx::y1_px, static_cast<double>(rows.page.height_px),
                 "box_padding_mm/y"});
}

void check_inside_boxes(const PageRows& rows, const std::vector<std::vector<PointPx>>& positions,
                        const Report& report) {
    constexpr double k_rounding_px = 0.51; // ink begins in the pixel of a sample
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        const RectPx& box = rows.leads[i].box_px;
        const auto is_outside = [&](const PointPx& point) {
            const double x = point.x_px + 0.5, y = point.y_px + 0.5; // edge coordinates
            const bool seen = x > 0 && y > 0 && x < rows.page.width_px && y < rows.page.height_px;
            return seen && (x < box.x0_px - k_rounding_px || y < box.y0_px - k_rounding_px ||
                            x > box.x1_px + k_rounding_px || y > box.y1_px + k_rounding_px);
        };
        const auto outside = std::find_if(positions[i].begin(), positions[i].end(), is_outside);
        if (outside != positions[i].end())
            report(k_leads_table, concat(rows.leads[i].name, ": sample ",
                                         outside - positions[i].begin(), " is outside its box"));
    }
}

void check_visible_box(const LeadsRow& lead, const ManifestRow& page, const TraceTruth& trace,
                       const Report& report) {
    constexpr unsigned k_visible = k_in_frame | k_not_hidden;
    constexpr double k_pixels = 3; // ink, its rounding and that of the hidden part
    const std::size_t count = std::min(trace.sample_flags.size(), trace.sample_x_px.size());
    for (const bool is_x : {true, false}) {
        const auto& positions = is_x ? trace.sample_x_px : trace.sample_y_px;
        const auto at = [&](std::size_t i) { return double{positions[i]} + 0.5; };
        const auto is_seen = [&](std::size_t i) {
            return (trace.sample_flags[i] & k_visible) == k_visible;
        };
        double low = 1e9, high = -1e9, seen_low = 1e9, seen_high = -1e9, step = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if ((trace.sample_flags[i] & k_in_frame) == 0) continue;
            low = std::min(low, at(i));
            high = std::max(high, at(i));
            if (i > 0 && is_seen(i) != is_seen(i - 1) && !std::isnan(at(i - 1)))
                step = std::max(step, std::abs(at(i) - at(i - 1)));
            if (!is_seen(i)) continue;
            seen_low = std::min(seen_low, at(i));
            seen_high = std::max(seen_high, at(i));
        }
        const RectPx &box = lead.box_px, &visible = lead.visible_box_px;
        const double size_px = is_x ? page.width_px : page.height_px,
                     box_low = is_x ? box.x0_px : box.y0_px,
                     box_high = is_x ? box.x1_px : box.y1_px,
                     visible_low = is_x ? visible.x0_px : visible.y0_px,
                     visible_high = is_x ? visible.x1_px : visible.y1_px;
        if (seen_low > seen_high) continue; // none is visible: only parts between samples may be
        // The box may be larger: ink also shows between hidden samples, and in a part of its width.
        // It was by 0.2 mm at most over 2,000 sides of boxes; a second of paper is far more.
        constexpr double k_far_mm = 30;
        const double most_px = step + k_pixels + lead.line_width_px,
                     far_px = most_px + k_far_mm * page.px_per_mm;
        if ((box_low > 0 && visible_low < box_low + seen_low - low - far_px) ||
            (box_high < size_px && visible_high > box_high + seen_high - high + far_px) ||
            (box_low > 0 && visible_low > box_low + seen_low - low + most_px) ||
            (box_high < size_px && visible_high < box_high + seen_high - high - most_px))
            report(k_leads_table, concat(lead.name, ": its visible box is ", shortest(visible_low),
                                         " to ", shortest(visible_high), " px in ",
                                         is_x ? "x" : "y", ". Its visible samples are at ",
                                         fixed(seen_low, 1), " to ", fixed(seen_high, 1), "."));
    }
}

} // namespace ecgpress
