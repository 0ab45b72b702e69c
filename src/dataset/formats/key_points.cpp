#include "dataset/formats/key_points.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ecgpress {

namespace {

KeyPoint key_point(const PageRow& page, const PointPx& at, bool is_seen) {
    const bool inside = at.x_px >= -0.5 && at.x_px <= page.width_px - 0.5 && at.y_px >= -0.5 &&
                        at.y_px <= page.height_px - 0.5; // false for NaN
    if (!inside) return {};
    return {at, is_seen ? Visibility::seen : Visibility::hidden};
}

/// The first and the last sample that is not a gap.
std::optional<std::pair<std::size_t, std::size_t>> trace_ends(const TraceTruth& truth) {
    const auto is_value = [](float x) { return !std::isnan(x); };
    const auto& x = truth.sample_x_px;
    const auto first = std::find_if(x.begin(), x.end(), is_value);
    if (first == x.end()) return std::nullopt;
    const auto last = std::find_if(x.rbegin(), x.rend(), is_value);
    return std::pair{static_cast<std::size_t>(first - x.begin()),
                     static_cast<std::size_t>(last.base() - x.begin()) - 1};
}

/// 0 mV at both ends of the panel, in the image.
std::array<PointPx, 2> baseline_ends(const Sample& page, const LeadRow& lead) {
    const double last = lead.sample_count > 0 ? lead.sample_count - 1.0 : 0.0;
    const std::vector<PointPx> drawn{
        {lead.first_x_px, lead.baseline_y_px},
        {lead.first_x_px + last * lead.px_per_s / page.row.rate_hz, lead.baseline_y_px}};
    const std::vector<PointPx> seen = page.warp ? page.warp->image_from_drawing(drawn) : drawn;
    return {seen[0], seen[1]};
}

} // namespace

KeyPoints key_points(const Sample& page, const LeadSample& lead) {
    KeyPoints points;
    const RectPx& name = lead.row.name_box_px;
    if (!name.empty())
        points[0] = key_point(
            page.row, {(name.x0_px + name.x1_px) / 2 - 0.5, (name.y0_px + name.y1_px) / 2 - 0.5},
            true);
    const auto ends = trace_ends(lead.truth);
    const auto baseline = baseline_ends(page, lead.row);
    for (std::size_t end = 0; end < 2; ++end) {
        std::uint8_t flags = k_seen_well;
        if (ends) {
            const std::size_t i = end == 0 ? ends->first : ends->second;
            flags = lead.truth.sample_flags.at(i);
            points[1 + end] = key_point(
                page.row, {double{lead.truth.sample_x_px[i]}, double{lead.truth.sample_y_px.at(i)}},
                (flags & k_seen_well) == k_seen_well);
        }
        points[3 + end] = key_point(page.row, baseline[end], (flags & k_not_hidden) != 0);
    }
    return points;
}

} // namespace ecgpress
