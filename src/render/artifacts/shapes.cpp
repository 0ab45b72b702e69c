#include "render/artifacts/shapes.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/elementary.hpp"
#include "render/draw/ink_mask.hpp"
#include "render/filters/curves.hpp"

namespace ecgpress {

namespace {

constexpr int k_shift = 8; // OpenCV takes positions in 1/256 px

/// Converts mm to OpenCV's fixed-point pixels, relative to a rectangle.
std::vector<cv::Point> fine_points(const Scene& scene, const std::vector<PointMm>& points,
                                   const PixelRect& rect) {
    std::vector<cv::Point> result;
    result.reserve(points.size());
    const auto fine = [&](double mm, int corner) {
        const double px = std::clamp(mm * scene.px_per_mm - 0.5 - corner, -1e5, 1e5);
        return static_cast<int>(std::lround(px * (1 << k_shift)));
    };
    for (const PointMm& point : points)
        result.emplace_back(fine(point.x_mm, rect.x), fine(point.y_mm, rect.y));
    return result;
}

/// Returns the pixels of the drawing around points.
PixelRect around(const Scene& scene, const std::vector<PointMm>& points, double margin_mm) {
    RectPx box{1e9, 1e9, -1e9, -1e9};
    for (const PointMm& point : points) {
        box.x0_px = std::min(box.x0_px, (point.x_mm - margin_mm) * scene.px_per_mm - 2);
        box.x1_px = std::max(box.x1_px, (point.x_mm + margin_mm) * scene.px_per_mm + 2);
        box.y0_px = std::min(box.y0_px, (point.y_mm - margin_mm) * scene.px_per_mm - 2);
        box.y1_px = std::max(box.y1_px, (point.y_mm + margin_mm) * scene.px_per_mm + 2);
    }
    return touched_pixels(box, scene.drawing_width_px(), scene.drawing_height_px());
}

/// Draws with OpenCV at four times the size and reduces the result, for 16 levels of coverage per
/// pixel.
template <class Draw> InkMask smooth_mask(const PixelRect& rect, Draw draw) {
    if (rect.empty()) return {};
    constexpr int k_larger = 4;
    cv::Mat large = cv::Mat::zeros(rect.height * k_larger, rect.width * k_larger, CV_8UC1);
    draw(large, k_larger);
    InkMask mask = blank_mask(rect);
    cv::Mat target(rect.height, rect.width, CV_8UC1, mask.coverage.data());
    cv::resize(large, target, target.size(), 0, 0, cv::INTER_AREA);
    return trimmed(std::move(mask));
}

/// Scales fixed-point positions; pixel centres are at integers.
std::vector<cv::Point> larger(std::vector<cv::Point> points, int factor) {
    constexpr int k_half = 1 << (k_shift - 1);
    for (cv::Point& point : points)
        point = (point + cv::Point(k_half, k_half)) * factor - cv::Point(k_half, k_half);
    return points;
}

} // namespace

void add_ridge(Sheet& sheet, const Ridge& ridge) {
    // Radius of the rounded crest, and half width of the worn band; by eye.
    constexpr double k_crest_mm = 0.25, k_worn_mm = 0.3;
    const double dx = ridge.to.x_mm - ridge.from.x_mm, dy = ridge.to.y_mm - ridge.from.y_mm;
    const double length = std::sqrt(dx * dx + dy * dy);
    if (length < 1) return;
    const double ex = dx / length, ey = dy / length;
    const double widest = std::max(ridge.left_mm, ridge.right_mm), reach = 4 * widest;
    const double margin = reach + std::abs(ridge.bow_mm);
    Field& relief = sheet.relief();
    Field* const worn = ridge.wear > 0 ? &sheet.worn() : nullptr;
    const double crest = k_crest_mm / widest;
    const Curve<16, 32> flank([&](double q) { return exp_of(-pow_of(q, ridge.sharpness)); });
    const Curve<1, 256> taper([&](double t) {
        return ridge.taper > 0 ? pow_of(std::max(0.0, sin_of_turns(t / 2)), ridge.taper) : 1.0;
    });
    const auto height = [&](double x, double y, float& value) {
        const double px = x - ridge.from.x_mm, py = y - ridge.from.y_mm;
        const double t = (px * ex + py * ey) / length;
        if (t < 0 || t > 1) return;
        const double rho = py * ex - px * ey - ridge.bow_mm * 4 * t * (1 - t);
        const double part = rho / reach;
        if (part * part >= 1) return;
        const double end = double{taper(static_cast<float>(t))};
        // The square root rounds the crest over a distance of k_crest_mm.
        const double side = rho > 0 ? rho / ridge.right_mm : -rho / ridge.left_mm;
        const double q = std::sqrt(side * side + crest * crest) - crest;
        const double window = (1 - part * part) * (1 - part * part);
        value += static_cast<float>(ridge.height_mm * end * window *
                                    double{flank(static_cast<float>(q))});
        if (worn == nullptr || std::abs(rho) > 3 * k_worn_mm) return;
        const double line = rho / k_worn_mm;
        float& rubbed = worn->row(
            static_cast<int>(y * worn->cells_per_unit))[static_cast<int>(x * worn->cells_per_unit)];
        rubbed = std::max(rubbed, static_cast<float>(ridge.wear * end) *
                                      fading(static_cast<float>(line * line)));
    };
    const double left = std::min(ridge.from.x_mm, ridge.to.x_mm) - margin,
                 right = std::max(ridge.from.x_mm, ridge.to.x_mm) + margin,
                 top = std::min(ridge.from.y_mm, ridge.to.y_mm) - margin,
                 bottom = std::max(ridge.from.y_mm, ridge.to.y_mm) + margin;
    for (int row = 0; row < relief.rows; ++row) {
        const double y = relief.centre(row);
        if (y < top || y >= bottom) continue;
        // The ridge is a band: where |rho| < margin on this row.
        const double middle = ridge.from.x_mm + (y - ridge.from.y_mm) * ex / ey,
                     half = margin / std::abs(ey);
        const bool level = std::abs(ey) < 1e-3;
        const double within = 0.25 / relief.cells_per_unit; // of the row
        for_each_cell(relief, level ? left : std::max(left, middle - half), y - within,
                      level ? right : std::min(right, middle + half), y + within, height);
    }
}

// Of 37 photographs 33 cut the header and 9 a trace or a lead's name (docs/realism.md). The ranges
// were chosen by eye for windows of 243-330 by 113-181 mm, as measured.
void frame_traces(Scene& scene, double paper_mm, Rng& random) {
    const RectMm& traces = scene.traces_mm;
    // mm of paper beyond the traces; below 0: a trace is cut.
    const double left = traces.x0_mm - random.uniform(-1, 0.6 * paper_mm),
                 right = traces.x1_mm + random.uniform(-4, 0.5 * paper_mm),
                 top = traces.y0_mm - random.uniform(-3, paper_mm),
                 bottom = traces.y1_mm + random.uniform(-3, 1.2 * paper_mm);
    // A flat line is no frame.
    constexpr double k_least_mm = 20;
    const double width = std::max(k_least_mm, right - left),
                 height = std::max(k_least_mm, bottom - top);
    Camera& camera = scene.camera;
    camera.window_x = width / scene.width_mm;
    camera.window_y = height / scene.height_mm;
    camera.shift_x += (scene.width_mm - left - right) / 2 / width;
    camera.shift_y += (scene.height_mm - top - bottom) / 2 / height;
}

Blob::Blob(const PointMm& centre, double radius_mm, double irregularity, double noise, Rng& random)
    : centre_(centre), radius_mm_(radius_mm), radii_mm_(256, radius_mm) {
    // Harmonics of the radius with random strength and phase. Harmonic 1 would only move the disc.
    for (int k = 2; k < 2 + k_harmonics; ++k) {
        const double weight = k < 8 ? irregularity / k : noise / std::sqrt(k);
        const double strength = weight * random.normal() * radius_mm, phase = random.uniform();
        for (std::size_t i = 0; i < radii_mm_.size(); ++i)
            radii_mm_[i] += strength * cos_of_turns(k * static_cast<double>(i) / 256 + phase);
    }
}

double Blob::turns(double x_mm, double y_mm) const {
    // Polynomial arc tangent with an error of 4e-4 turns: identical on all processors.
    const double dx = x_mm - centre_.x_mm, dy = y_mm - centre_.y_mm;
    const double ax = std::abs(dx), ay = std::abs(dy);
    if (ax + ay == 0) return 0;
    const double t = std::min(ax, ay) / std::max(ax, ay), t2 = t * t;
    double turns = t * (0.15915494 + t2 * (-0.0530516 + t2 * (0.0302 - t2 * 0.01135)));
    if (ay > ax) turns = 0.25 - turns;
    if (dx < 0) turns = 0.5 - turns;
    return dy < 0 ? 1 - turns : turns;
}

double Blob::depth_mm(double x_mm, double y_mm) const {
    const double dx = x_mm - centre_.x_mm, dy = y_mm - centre_.y_mm;
    const double at = turns(x_mm, y_mm) * 256;
    const auto before = static_cast<std::size_t>(at) & 255U;
    const double part = at - std::floor(at);
    const double radius =
        radii_mm_[before] + part * (radii_mm_[(before + 1) & 255U] - radii_mm_[before]);
    return radius - std::sqrt(dx * dx + dy * dy);
}

InkMask stroke(const Scene& scene, const std::vector<PointMm>& points, double width_mm) {
    const PixelRect rect = around(scene, points, width_mm);
    const auto fine = fine_points(scene, points, rect);
    return smooth_mask(rect, [&](cv::Mat& large, int factor) {
        const int thickness =
            std::max(1, static_cast<int>(std::lround(width_mm * scene.px_per_mm * factor)));
        const auto at = larger(fine, factor);
        for (std::size_t i = 0; i + 1 < at.size(); ++i)
            cv::line(large, at[i], at[i + 1], 255, thickness, cv::LINE_8, k_shift);
    });
}

InkMask polygon(const Scene& scene, const std::vector<PointMm>& points) {
    const PixelRect rect = around(scene, points, 0);
    const auto fine = fine_points(scene, points, rect);
    return smooth_mask(rect, [&](cv::Mat& large, int factor) {
        const std::vector<std::vector<cv::Point>> outlines{larger(fine, factor)};
        cv::fillPoly(large, outlines, 255, cv::LINE_8, k_shift);
    });
}

std::vector<PointMm> wavering(const PointMm& from, const PointMm& to, double roughness_mm,
                              Rng& random) {
    // Sum of linearly interpolated noise: the more knots, the finer and weaker. By eye.
    constexpr int k_points = 160;
    struct Octave {
        int knots;
        double strength;
    };
    constexpr Octave k_octaves[] = {{2, 1}, {5, 0.5}, {11, 0.3}, {27, 0.18}, {60, 0.10}};
    std::vector<double> offsets(k_points + 1, 0.0);
    for (const Octave& octave : k_octaves) {
        std::vector<double> knots(static_cast<std::size_t>(octave.knots) + 2);
        for (double& knot : knots) knot = random.normal() * octave.strength * roughness_mm;
        for (int i = 0; i <= k_points; ++i) {
            const double at = i / static_cast<double>(k_points) * (octave.knots + 1);
            const auto before = std::min(static_cast<std::size_t>(at), knots.size() - 2);
            const double part = at - static_cast<double>(before);
            offsets[static_cast<std::size_t>(i)] +=
                knots[before] + part * (knots[before + 1] - knots[before]);
        }
    }
    const double dx = to.x_mm - from.x_mm, dy = to.y_mm - from.y_mm;
    const double length = std::max(1e-6, std::sqrt(dx * dx + dy * dy));
    std::vector<PointMm> points;
    for (int i = 0; i <= k_points; ++i) {
        const double t = i / static_cast<double>(k_points),
                     beside = offsets[static_cast<std::size_t>(i)];
        points.push_back(
            {from.x_mm + t * dx - beside * dy / length, from.y_mm + t * dy + beside * dx / length});
    }
    return points;
}

} // namespace ecgpress
