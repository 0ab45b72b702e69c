// How a sheet of paper is looked at: by a scanner from straight above, or by a camera.
#pragma once

#include <array>
#include <vector>

#include "core/geometry.hpp"
#include "render/scene/sheet.hpp"

namespace ecgpress {

struct Camera {
    double distance_mm = 0; ///< of the eye from the paper's middle; 0: a scanner's, endless
    double pan_rad = 0, tilt_rad = 0, roll_rad = 0;
    double fill = 1; ///< how much of the image's side the page takes (the tighter one)
    double lens = 0; ///< radial distortion: r (1 + lens r^2), r of half the width is 1
    double shift_x = 0, shift_y = 0; ///< of the page in the image, in image widths and heights
    std::vector<Wave> feed;          ///< a scanner's: rows are read from elsewhere by so much
    double scale = 1;                ///< image pixels to one of the drawing
    int quarter_turns = 0;           ///< clockwise, of the finished image

    bool is_straight() const {
        return distance_mm == 0 && pan_rad == 0 && tilt_rad == 0 && roll_rad == 0 && fill == 1 &&
               lens == 0 && shift_x == 0 && shift_y == 0 && feed.empty() && scale == 1 &&
               quarter_turns == 0;
    }
};

/// A camera in its place, before its image is turned.
class View {
  public:
    /// @param width_px, height_px  of the image; @param px_per_mm  of a scanner's
    View(const Camera& camera, const Sheet& sheet, int width_px, int height_px, double px_per_mm);

    PointPx image_from_space(const PointInSpace& point) const;
    /// Of flat paper through a lens without distortion.
    PointMm flat_paper_from_image(const PointPx& image) const;
    PointPx image_from_flat_paper(const PointMm& paper) const;

  private:
    using Matrix = std::array<std::array<double, 3>, 3>;
    PointPx undistorted(const PointInSpace& point) const;
    Matrix homography() const;

    Camera camera_;
    double middle_x_mm_, middle_y_mm_, half_width_px_;
    Matrix rotation_{}, inverse_{};
    double scale_ = 1; ///< px a mm in the plane of the paper's middle
    PointPx offset_, centre_;
};

} // namespace ecgpress
