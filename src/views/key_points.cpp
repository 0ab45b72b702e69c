#include "views/key_points.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

using Kind = KeyPoint::Kind;

void add_name(std::vector<KeyPoint>& points, std::size_t lead, const RectPx& box) {
    if (box.empty()) return;
    points.push_back({Kind::name_centre,
                      lead,
                      {(box.x0_px + box.x1_px) / 2 - 0.5, (box.y0_px + box.y1_px) / 2 - 0.5}});
}

void add_ends(std::vector<KeyPoint>& points, std::size_t lead, const TraceTruth& truth) {
    const auto &x = truth.sample_x_px, &y = truth.sample_y_px;
    const auto is_value = [](float value) { return !std::isnan(value); };
    const auto first = std::find_if(x.begin(), x.end(), is_value);
    if (first == x.end()) return;
    const auto begin = static_cast<std::size_t>(first - x.begin());
    const auto end =
        static_cast<std::size_t>(std::find_if(x.rbegin(), x.rend(), is_value).base() - x.begin()) -
        1;
    points.push_back({Kind::trace_start, lead, {double{x[begin]}, double{y[begin]}}});
    points.push_back({Kind::trace_end, lead, {double{x[end]}, double{y[end]}}});
}

void add_baseline(std::vector<KeyPoint>& points, std::size_t lead, const LeadRow& row,
                  const Sample& sample) {
    if (row.sample_count == 0 || sample.row.rate_hz <= 0) return;
    const double length_px = (row.sample_count - 1) / sample.row.rate_hz * row.px_per_s;
    std::vector<PointPx> ends = {{row.first_x_px, row.baseline_y_px},
                                 {row.first_x_px + length_px, row.baseline_y_px}};
    if (sample.warp) ends = sample.warp->image_from_drawing(ends);
    for (std::size_t end = 0; end < ends.size(); ++end)
        if (!std::isnan(ends[end].x_px))
            points.push_back(
                {end == 0 ? Kind::baseline_start : Kind::baseline_end, lead, ends[end]});
}

} // namespace

const char* name_of(KeyPoint::Kind kind) {
    switch (kind) {
    case Kind::name_centre:
        return "name centre";
    case Kind::trace_start:
        return "trace start";
    case Kind::trace_end:
        return "trace end";
    case Kind::baseline_start:
        return "baseline start";
    case Kind::baseline_end:
        return "baseline end";
    }
    return "";
}

std::vector<KeyPoint> key_points(const Sample& sample) {
    std::vector<KeyPoint> points;
    for (std::size_t i = 0; i < sample.leads.size(); ++i) {
        const LeadSample& lead = sample.leads[i];
        add_name(points, i, lead.row.name_box_px);
        add_ends(points, i, lead.truth);
        add_baseline(points, i, lead.row, sample);
    }
    return points;
}

} // namespace ecgpress
