#include "dataset/shard/yolo_lines.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ecgpress {

namespace {

constexpr long long k_unit = 1000000; ///< 1.0 with 6 decimals.

/// A box's centre and extent along one axis, in millionths of the image.
struct Interval {
    long long centre, extent;
};

/// Rounds, then keeps the box as written inside the image: centre - extent/2 >= 0, centre +
/// extent/2 <= 1, and extent > 0.
Interval rounded(double low_px, double high_px, int size_px) {
    const double scale = static_cast<double>(k_unit) / size_px;
    Interval interval{std::llround(0.5 * (low_px + high_px) * scale),
                      std::llround((high_px - low_px) * scale)};
    interval.centre = std::clamp<long long>(interval.centre, 1, k_unit - 1);
    const long long room = 2 * std::min(interval.centre, k_unit - interval.centre);
    interval.extent = std::clamp<long long>(interval.extent, 1, room);
    return interval;
}

long long millionths_of(double px, int size_px) {
    return std::clamp<long long>(std::llround(px * static_cast<double>(k_unit) / size_px), 0,
                                 k_unit);
}

long long millionths_of_halves(int halves, int size_px) {
    return std::clamp<long long>((k_unit * halves + size_px) / (2LL * size_px), 0, k_unit);
}

} // namespace

YoloLines& YoloLines::begin(int label_class) {
    text_ += std::to_string(label_class);
    return *this;
}

YoloLines& YoloLines::box(const RectPx& box) {
    const Interval x = rounded(box.x0_px, box.x1_px, width_px_);
    const Interval y = rounded(box.y0_px, box.y1_px, height_px_);
    for (const long long value : {x.centre, y.centre, x.extent, y.extent}) add(value);
    return *this;
}

YoloLines& YoloLines::point(double x_px, double y_px) {
    add(millionths_of(x_px, width_px_));
    add(millionths_of(y_px, height_px_));
    return *this;
}

YoloLines& YoloLines::half_pixels(int x, int y) {
    add(millionths_of_halves(x, width_px_));
    add(millionths_of_halves(y, height_px_));
    return *this;
}

YoloLines& YoloLines::number(int value) {
    text_ += ' ' + std::to_string(value);
    return *this;
}

void YoloLines::add(long long millionths) {
    char digits[] = " 0.000000";
    digits[1] = static_cast<char>('0' + millionths / k_unit);
    long long rest = millionths % k_unit;
    for (char* at = std::end(digits) - 2; rest > 0; rest /= 10, --at)
        *at = static_cast<char>('0' + rest % 10);
    text_.append(digits, sizeof digits - 1);
}

} // namespace ecgpress
