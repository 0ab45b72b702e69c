#include "render/draw/overlay.hpp"

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "render/draw/opencv_view.hpp"

namespace ecgpress {
namespace {

constexpr double k_outline_mm = 0.25;
constexpr double k_point_mm = 0.12; // a dot; narrower than traces, whose ink stays visible
constexpr int k_sheet_gap_px = 8;
constexpr int k_shift = 4; // OpenCV takes positions in 1/16 px

cv::Scalar scalar(Colour colour) {
    return cv::Scalar(colour.red, colour.green, colour.blue);
}

/// Clamps positions, because OpenCV's integers overflow farther out.
cv::Point fine_point(double x_px, double y_px) {
    const auto fine = [](double v) {
        return static_cast<int>(std::lround(std::clamp(v, -1e6, 1e6) * (1 << k_shift)));
    };
    return cv::Point(fine(x_px), fine(y_px));
}

Image as_rgb(const Image& image) {
    if (image.channels == 3) return image;
    Image rgb(image.width, image.height, 3);
    cv::Mat target = view(rgb);
    cv::cvtColor(view(image), target, cv::COLOR_GRAY2RGB);
    return rgb;
}

void paste(const Image& picture, Image& sheet, int x, int y) {
    cv::Mat target = view(sheet)(cv::Rect(x, y, picture.width, picture.height));
    view(picture).copyTo(target);
}

} // namespace

void draw_boxes(Image& page, const std::vector<OverlayBox>& boxes, double px_per_mm) {
    cv::Mat canvas = view(page);
    const int thickness = std::max(1, static_cast<int>(std::lround(k_outline_mm * px_per_mm)));
    // Ink that touches the edge of its box stays visible, also beside smoothed lines. 0.5: from
    // edge coordinates to OpenCV's, where pixel centres are integers.
    const double out = thickness / 2.0 + 1.5;
    for (const OverlayBox& box : boxes)
        cv::rectangle(canvas, fine_point(box.box.x0_px - 0.5 - out, box.box.y0_px - 0.5 - out),
                      fine_point(box.box.x1_px - 0.5 + out, box.box.y1_px - 0.5 + out),
                      scalar(box.colour), thickness, cv::LINE_AA, k_shift);
}

void draw_points(Image& page, const std::vector<PointPx>& points, Colour colour, double px_per_mm,
                 std::size_t step) {
    cv::Mat canvas = view(page);
    const double radius_px = std::max(0.5, k_point_mm * px_per_mm / 2);
    for (std::size_t i = 0; i < points.size(); i += std::max<std::size_t>(1, step)) {
        if (std::isnan(points[i].x_px) || std::isnan(points[i].y_px)) continue;
        cv::circle(canvas, fine_point(points[i].x_px, points[i].y_px),
                   static_cast<int>(std::lround(radius_px * (1 << k_shift))), scalar(colour),
                   cv::FILLED, cv::LINE_AA, k_shift);
    }
}

Image scaled(const Image& image, int width_px, int height_px) {
    Image result(width_px, height_px, image.channels);
    cv::Mat target = view(result);
    cv::resize(view(image), target, target.size(), 0, 0, cv::INTER_AREA);
    return result;
}

Image contact_sheet(const std::vector<Image>& pictures, int columns, int cell_width_px) {
    std::vector<Image> cells;
    std::vector<int> row_heights;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const double ratio = static_cast<double>(cell_width_px) / pictures[i].width;
        const int height = std::max(1, static_cast<int>(std::lround(pictures[i].height * ratio)));
        cells.push_back(as_rgb(scaled(pictures[i], cell_width_px, height)));
        if (i % static_cast<std::size_t>(columns) == 0) row_heights.push_back(0);
        row_heights.back() = std::max(row_heights.back(), height);
    }
    int sheet_height = k_sheet_gap_px;
    for (const int height : row_heights) sheet_height += height + k_sheet_gap_px;
    Image sheet(columns * (cell_width_px + k_sheet_gap_px) + k_sheet_gap_px, sheet_height, 3);
    std::fill(sheet.pixels.begin(), sheet.pixels.end(), std::uint8_t{255});
    int x = k_sheet_gap_px, y = k_sheet_gap_px;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        paste(cells[i], sheet, x, y);
        x += cell_width_px + k_sheet_gap_px;
        if ((i + 1) % static_cast<std::size_t>(columns) != 0) continue;
        x = k_sheet_gap_px;
        y += row_heights[i / static_cast<std::size_t>(columns)] + k_sheet_gap_px;
    }
    return sheet;
}

} // namespace ecgpress
