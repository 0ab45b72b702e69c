#include "render/scene/camera.hpp"

#include <algorithm>
#include <limits>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 3; ++k) result[i][j] += a[i][k] * b[k][j];
    return result;
}

/// Rotation by pan about the page's y axis, then tilt about x, then roll about the line of sight.
Matrix rotation(double pan, double tilt, double roll) {
    const double cp = cos_of(pan), sp = sin_of(pan), ct = cos_of(tilt), st = sin_of(tilt),
                 cr = cos_of(roll), sr = sin_of(roll);
    const Matrix y{{{cp, 0, sp}, {0, 1, 0}, {-sp, 0, cp}}};
    const Matrix x{{{1, 0, 0}, {0, ct, -st}, {0, st, ct}}};
    const Matrix z{{{cr, -sr, 0}, {sr, cr, 0}, {0, 0, 1}}};
    return product(z, product(x, y));
}

/// Inverse by cofactors.
Matrix inverse(const Matrix& m) {
    const auto minor_of = [&](std::size_t i, std::size_t j) {
        const std::size_t a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
        return m[a][c] * m[b][d] - m[a][d] * m[b][c];
    };
    const double determinant =
        m[0][0] * minor_of(0, 0) + m[0][1] * minor_of(0, 1) + m[0][2] * minor_of(0, 2);
    Matrix result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) result[j][i] = minor_of(i, j) / determinant;
    return result;
}

} // namespace

View::View(const Camera& camera, const Sheet& sheet, int width_px, int height_px, double px_per_mm)
    : camera_(camera), middle_x_mm_(sheet.width_mm / 2), middle_y_mm_(sheet.height_mm / 2),
      half_width_px_(width_px / 2.0),
      rotation_(rotation(camera.pan_rad, camera.tilt_rad, camera.roll_rad)),
      centre_{(width_px - 1) / 2.0, (height_px - 1) / 2.0} {
    // The projected corners of the flat page are placed around the middle of the image.
    double left = std::numeric_limits<double>::infinity(), top = left, right = -left,
           bottom = -left;
    for (const double x : {-middle_x_mm_, middle_x_mm_})
        for (const double y : {-middle_y_mm_, middle_y_mm_}) {
            const PointPx corner = undistorted({x, y, 0});
            left = std::min(left, corner.x_px);
            right = std::max(right, corner.x_px);
            top = std::min(top, corner.y_px);
            bottom = std::max(bottom, corner.y_px);
        }
    scale_ = px_per_mm * camera.zoom * camera.copy_zoom;
    offset_ = {centre_.x_px - scale_ * (left + right) / 2 + camera.shift_x * width_px,
               centre_.y_px - scale_ * (top + bottom) / 2 + camera.shift_y * height_px};
    inverse_ = inverse(homography());
}

PointPx View::undistorted(const PointInSpace& point) const {
    std::array<double, 3> turned{};
    for (std::size_t i = 0; i < 3; ++i)
        turned[i] = rotation_[i][0] * point.x_mm + rotation_[i][1] * point.y_mm +
                    rotation_[i][2] * point.z_mm;
    // Pinhole camera: magnification is inversely proportional to the distance d - z.
    const double near =
        camera_.distance_mm == 0 ? 1 : camera_.distance_mm / (camera_.distance_mm - turned[2]);
    return {turned[0] * near * scale_ + offset_.x_px, turned[1] * near * scale_ + offset_.y_px};
}

// The projection of the plane z = 0. With w = d - (R p)_z it is scale * d * (R p)_xy / w + offset,
// so the rows are those of the numerator plus offset * w, and of w. A scanner has w = 1.
Matrix View::homography() const {
    const bool scanner = camera_.distance_mm == 0;
    const double distance = scanner ? 1 : camera_.distance_mm, w = scanner ? 0 : 1;
    const Matrix& r = rotation_;
    const auto row = [&](std::size_t i, double offset) {
        return std::array<double, 3>{distance * scale_ * r[i][0] - w * offset * r[2][0],
                                     distance * scale_ * r[i][1] - w * offset * r[2][1],
                                     offset * distance};
    };
    return {row(0, offset_.x_px), row(1, offset_.y_px),
            std::array<double, 3>{-w * r[2][0], -w * r[2][1], distance}};
}

PointPx View::image_from_space(const PointInSpace& point) const {
    const PointPx at = undistorted(point);
    if (camera_.lens == 0) return at;
    const double dx = at.x_px - centre_.x_px, dy = at.y_px - centre_.y_px;
    const double r2 = (dx * dx + dy * dy) / (half_width_px_ * half_width_px_);
    const double stretch = 1 + camera_.lens * r2;
    return {centre_.x_px + dx * stretch, centre_.y_px + dy * stretch};
}

PointMm View::flat_paper_from_image(const PointPx& image) const {
    const auto row = [&](std::size_t i) {
        return inverse_[i][0] * image.x_px + inverse_[i][1] * image.y_px + inverse_[i][2];
    };
    const double w = row(2);
    return {row(0) / w + middle_x_mm_, row(1) / w + middle_y_mm_};
}

PointPx View::image_from_flat_paper(const PointMm& paper) const {
    return undistorted({paper.x_mm - middle_x_mm_, paper.y_mm - middle_y_mm_, 0});
}

} // namespace ecgpress
