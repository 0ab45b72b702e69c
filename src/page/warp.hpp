// The one map from paper to image: images are drawn and labels are made through it, so they cannot
// disagree.
#pragma once

#include "core/geometry.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// Paper scanned flat: a scale, and the image's size in whole pixels.
class ImageFromPage {
  public:
    ImageFromPage(double page_width_mm, double page_height_mm, double dpi);

    int width_px() const { return width_px_; }
    int height_px() const { return height_px_; }
    double px_per_mm() const { return px_per_mm_; }

    PointPx operator()(const PointMm& point) const;
    RectPx operator()(const RectMm& rect) const; ///< in edge coordinates
    /// The whole image, edge coordinates.
    RectPx frame() const;

  private:
    int width_px_, height_px_;
    double px_per_mm_;
};

/// The map of an undistorted page: size rounded to whole pixels.
ImageFromPage image_from_page(const Page& page);

} // namespace ecgpress
