// Brute-force reference for strokes of traces.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "hand_made_page.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/trace.hpp"

namespace ecgpress::testing_support {

using Points = std::vector<PointPx>;

/// A trace with QRS complexes, at an image resolution in dpi.
inline Points beats(std::uint64_t seed, double dpi, double x0_px, double baseline_px,
                    double duration_s) {
    Rng random(seed, 0, "trace test");
    const double px_per_mm = dpi / 25.4;
    Points points;
    for (const PointMm& p : beat_trace(0, 0, duration_s, random))
        points.push_back({x0_px + p.x_mm * px_per_mm, baseline_px + p.y_mm * px_per_mm});
    return points;
}

inline bool in_capsule(double x, double y, const PointPx& a, const PointPx& b, double radius) {
    const double ex = b.x_px - a.x_px, ey = b.y_px - a.y_px, length2 = ex * ex + ey * ey;
    const double t =
        length2 == 0 ? 0 : std::clamp(((x - a.x_px) * ex + (y - a.y_px) * ey) / length2, 0.0, 1.0);
    const double dx = x - a.x_px - t * ex, dy = y - a.y_px - t * ey;
    return dx * dx + dy * dy <= radius * radius;
}

/// The share of each pixel's 64 x 64 sub-pixels that are within the radius of the polyline. NaN
/// interrupts it.
inline std::vector<double> reference_coverage(const Points& points, double line_width_px, int width,
                                              int height) {
    constexpr int k_fine = 64;
    const double radius = line_width_px / 2;
    const int fine_width = width * k_fine, fine_height = height * k_fine;
    std::vector<bool> ink(static_cast<std::size_t>(fine_width) *
                          static_cast<std::size_t>(fine_height));
    const auto drawn = [](const PointPx& p) { return !std::isnan(p.x_px) && !std::isnan(p.y_px); };
    const auto fine = [](double px, int size) {
        return static_cast<int>(std::clamp((px + 0.5) * k_fine, 0.0, static_cast<double>(size)));
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const PointPx& a = points[i];
        if (!drawn(a)) continue;
        const PointPx& b = i + 1 < points.size() && drawn(points[i + 1]) ? points[i + 1] : a;
        const int bottom = fine(std::max(a.y_px, b.y_px) + radius + 0.1, fine_height);
        const int right = fine(b.x_px + radius + 0.1, fine_width);
        for (int y = fine(std::min(a.y_px, b.y_px) - radius - 0.1, fine_height); y < bottom; ++y)
            for (int x = fine(a.x_px - radius - 0.1, fine_width); x < right; ++x)
                if (in_capsule((x + 0.5) / k_fine - 0.5, (y + 0.5) / k_fine - 0.5, a, b, radius))
                    ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(fine_width) +
                        static_cast<std::size_t>(x)] = true;
    }
    std::vector<double> coverage(static_cast<std::size_t>(width) *
                                 static_cast<std::size_t>(height));
    for (int y = 0; y < fine_height; ++y)
        for (int x = 0; x < fine_width; ++x)
            if (ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(fine_width) +
                    static_cast<std::size_t>(x)])
                coverage[static_cast<std::size_t>(y / k_fine) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(x / k_fine)] += 1.0 / (k_fine * k_fine);
    return coverage;
}

/// Errors over pixels with ink (coverage is 0-1), and the ratio of drawn to true ink.
struct Accuracy {
    double mean_error = 0, largest_error = 0, area_ratio = 0;
};

inline Accuracy accuracy(const Points& points, double line_width_px, int width, int height) {
    const InkMask mask = rasterise_trace(points, line_width_px, width, height);
    const auto reference = reference_coverage(points, line_width_px, width, height);
    Accuracy result;
    double drawn_area = 0, true_area = 0, count = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double drawn = mask.at(x, y) / 255.0;
            const double truth =
                reference[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                          static_cast<std::size_t>(x)];
            drawn_area += drawn;
            true_area += truth;
            if (drawn == 0 && truth == 0) continue;
            count += 1;
            result.mean_error += std::abs(drawn - truth);
            result.largest_error = std::max(result.largest_error, std::abs(drawn - truth));
        }
    result.mean_error /= count;
    result.area_ratio = drawn_area / true_area;
    return result;
}

inline double area_px(const InkMask& mask) {
    double sum = 0;
    for (const std::uint8_t coverage : mask.coverage) sum += coverage / 255.0;
    return sum;
}

/// Returns whether the mask's rectangle is the smallest around its ink.
inline bool is_tight(const InkMask& mask) {
    const PixelRect& r = mask.rect;
    const auto any = [&](const PixelRect& part) {
        for (int y = part.y; y < part.bottom(); ++y)
            for (int x = part.x; x < part.right(); ++x)
                if (mask.at(x, y) != 0) return true;
        return false;
    };
    return !r.empty() &&
           mask.coverage.size() ==
               static_cast<std::size_t>(r.width) * static_cast<std::size_t>(r.height) &&
           any({r.x, r.y, r.width, 1}) && any({r.x, r.bottom() - 1, r.width, 1}) &&
           any({r.x, r.y, 1, r.height}) && any({r.right() - 1, r.y, 1, r.height});
}

/// The centre of the ink in a column; NaN if there is none.
inline double column_centre_px(const InkMask& mask, int x) {
    double sum = 0, moment = 0;
    for (int y = mask.rect.y; y < mask.rect.bottom(); ++y) {
        sum += mask.at(x, y);
        moment += static_cast<double>(y) * mask.at(x, y);
    }
    return moment / sum;
}

/// A page of 140 x 110 random pixels with traces that cross each other.
inline RenderedPage crossing_traces(std::uint64_t seed) {
    Rng random(seed, 0, "crops");
    RenderedPage page;
    page.image = Image(140, 110, 3);
    for (std::uint8_t& value : page.image.pixels)
        value = static_cast<std::uint8_t>(random.below(256));
    for (std::uint64_t i = 0; i < 5; ++i)
        page.traces.push_back(rasterise_trace(
            beats(5 * seed + i, 110, random.uniform(-40, 60), random.uniform(10, 110), 0.6),
            random.uniform(0.5, 5), 140, 110));
    return page;
}

} // namespace ecgpress::testing_support
