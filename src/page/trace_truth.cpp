#include "page/trace_truth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ecgpress {

namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

bool is_gap(const PointPx& point) {
    return std::isnan(point.x_px) || std::isnan(point.y_px);
}

/// The pixel columns that a trace crosses, with its centre and range of y in each.
class Columns {
  public:
    Columns(int first, int count) : first_(first), columns_(static_cast<std::size_t>(count)) {}

    /// Adds a straight segment.
    void add(const PointPx& a, const PointPx& b) {
        const PointPx& left = a.x_px <= b.x_px ? a : b;
        const PointPx& right = a.x_px <= b.x_px ? b : a;
        const double width = right.x_px - left.x_px;
        const double slope = width > 0 ? (right.y_px - left.y_px) / width : 0;
        const auto y_at = [&](double x_px) { return left.y_px + (x_px - left.x_px) * slope; };
        const int begin = std::max(column_of(left.x_px), first_);
        const int end = std::min(column_of(right.x_px), last());
        for (int column = begin; column <= end; ++column) {
            Column& here = columns_[static_cast<std::size_t>(column - first_)];
            const bool starts = column - 0.5 <= left.x_px, ends = column + 0.5 >= right.x_px;
            const double y0 = starts ? left.y_px : y_at(column - 0.5);
            const double y1 = ends ? right.y_px : y_at(column + 0.5);
            here.low = std::min({here.low, y0, y1});
            here.high = std::max({here.high, y0, y1});
            if (left.x_px <= column && column <= right.x_px && std::isnan(here.centre))
                here.centre = y_at(column);
        }
    }

    void write(TraceTruth& truth) const {
        truth.first_column = first_;
        for (const Column& column : columns_) {
            truth.column_y_px.push_back(static_cast<float>(column.centre));
            truth.column_steep.push_back(column.high - column.low >= k_steep_px ? 1 : 0);
        }
    }

  private:
    struct Column {
        double centre = std::numeric_limits<double>::quiet_NaN();
        double low = k_infinity, high = -k_infinity;
    };

    static int column_of(double x_px) {
        return static_cast<int>(std::floor(std::clamp(x_px, -1e9, 1e9) + 0.5));
    }
    int last() const { return first_ + static_cast<int>(columns_.size()) - 1; }

    int first_;
    std::vector<Column> columns_;
};

/// The columns of the image that the trace crosses.
Columns columns_of(const std::vector<PointPx>& trace_px, int width_px) {
    double low = k_infinity, high = -k_infinity;
    for (const PointPx& point : trace_px) {
        if (is_gap(point)) continue;
        low = std::min(low, point.x_px);
        high = std::max(high, point.x_px);
    }
    const double first = std::max(0.0, std::ceil(low));
    const double last = std::min(width_px - 1.0, std::floor(high));
    if (!(first <= last)) return {0, 0};
    return {static_cast<int>(first), static_cast<int>(last - first) + 1};
}

} // namespace

TraceTruth make_trace_truth(const std::vector<PointPx>& trace_px, int width_px) {
    TraceTruth truth;
    truth.sample_x_px.reserve(trace_px.size());
    truth.sample_y_px.reserve(trace_px.size());
    for (const PointPx& point : trace_px) {
        truth.sample_x_px.push_back(static_cast<float>(point.x_px));
        truth.sample_y_px.push_back(static_cast<float>(point.y_px));
    }
    Columns columns = columns_of(trace_px, width_px);
    for (std::size_t i = 0; i < trace_px.size(); ++i) {
        if (is_gap(trace_px[i])) continue;
        const bool joined = i + 1 < trace_px.size() && !is_gap(trace_px[i + 1]);
        columns.add(trace_px[i], joined ? trace_px[i + 1] : trace_px[i]);
    }
    columns.write(truth);
    return truth;
}

} // namespace ecgpress
