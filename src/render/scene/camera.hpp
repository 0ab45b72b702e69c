// View of a sheet of paper by a scanner (parallel projection) or a camera (perspective).
#pragma once

#include <array>
#include <vector>

#include "core/geometry.hpp"
#include "render/scene/sheet.hpp"

namespace ecgpress {

/// Pose and lens of the camera, or the feed of the scanner. The defaults are a perfect scanner.
struct Camera {
    double distance_mm = 0; ///< from the lens to the paper's middle; 0: scanner, no perspective
    double pan_rad = 0, tilt_rad = 0, roll_rad = 0;
    double zoom = 1; ///< magnification: below 1 the page is smaller than its frame
    /// Magnification of copies. Alone it does not bend the page: it is too small to be seen, and
    /// would take longer than all else that makes a copy.
    double copy_zoom = 1;
    /// Size of the image as a share of the page's: below 1 it is cut, above 1 more of the desk is
    /// seen.
    double window_x = 1, window_y = 1;
    double lens = 0; ///< radial distortion r (1 + lens r^2); r = 1 at half the width
    double shift_x = 0, shift_y = 0; ///< displacement of the page, in image widths and heights
    std::vector<Wave> feed; ///< errors of a scanner's feed: displacement in y of the rows read
    double scale = 1;       ///< image pixels per pixel of the drawing
    int quarter_turns = 0;  ///< clockwise rotations of the finished image by 90 degrees

    bool is_straight() const {
        return distance_mm == 0 && pan_rad == 0 && tilt_rad == 0 && roll_rad == 0 && zoom == 1 &&
               window_x == 1 && window_y == 1 && lens == 0 && shift_x == 0 && shift_y == 0 &&
               feed.empty() && scale == 1 && quarter_turns == 0;
    }
};

/// The projection of a camera, before the quarter turns of its image.
class View {
  public:
    /// @param width_px, height_px  of the image;
    /// @param px_per_mm  of a scanner
    View(const Camera& camera, const Sheet& sheet, int width_px, int height_px, double px_per_mm);

    /// Projects a point, with the distortion of the lens.
    PointPx image_from_space(const PointInSpace& point) const;
    /// Map between flat paper and image through a lens without distortion, and its exact inverse.
    PointMm flat_paper_from_image(const PointPx& image) const;
    PointPx image_from_flat_paper(const PointMm& paper) const;

  private:
    using Matrix = std::array<std::array<double, 3>, 3>;
    PointPx undistorted(const PointInSpace& point) const;
    Matrix homography() const;

    Camera camera_;
    double middle_x_mm_, middle_y_mm_, half_width_px_;
    Matrix rotation_{}, inverse_{};
    double scale_ = 1; ///< px per mm at the distance of the middle of the paper
    PointPx offset_, centre_;
};

} // namespace ecgpress
