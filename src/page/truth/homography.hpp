// The map of a page's image to a frame that is the same for all pages.
#pragma once

#include <array>

#include "page/warp.hpp"

namespace ecgpress {

/// A 3 x 3 matrix, row by row; the last value is 1. The position (x, y) goes to (u / w, v / w) with
/// (u, v, w) = matrix (x, y, 1).
struct Homography {
    std::array<double, 9> matrix{};

    PointPx operator()(const PointPx& point) const;
};

/// The canonical frame: 2200 x 1700 px with the page in its centre and 7.9 px per mm, so that 1 mV
/// at 10 mm/mV is 79 px. A letter page fills it.
constexpr double k_canonical_width_px = 2200, k_canonical_height_px = 1700;
constexpr double k_canonical_px_per_mm = 7.9;

/// The homography from positions in the image to the canonical frame that fits a page best.
struct CanonicalFrame {
    Homography homography;
    double rms_px = 0; ///< root mean square of its error, in pixels of the canonical frame
};

/// Fits the homography to points on the paper that are visible in the image, in the least squares
/// of the linear equations of its coordinates (direct linear transformation; Hartley and Zisserman,
/// "Multiple View Geometry in Computer Vision", 2nd ed., algorithm 4.2, with the last element
/// fixed). All zeros if fewer than four are visible.
/// @param width_mm, height_mm  of the page
CanonicalFrame canonical_frame(double width_mm, double height_mm,
                               const ImageFromPage& image_from_page);

} // namespace ecgpress
