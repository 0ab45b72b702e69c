// The map from paper to image. Both drawing and labels use it, so they always agree.
#pragma once

#include <memory>
#include <vector>

#include "core/geometry.hpp"
#include "page/lattice.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// A scale from paper to the flat drawing, and the image size in whole pixels; for a distorted page
/// also a lattice that maps the drawing to the image.
class ImageFromPage {
  public:
    ImageFromPage(double page_width_mm, double page_height_mm, double dpi);
    /// @param lattice  null: none
    ImageFromPage(const ImageFromPage& drawing, std::shared_ptr<const Lattice> lattice);

    int width_px() const { return lattice_ ? lattice_->width_px() : width_px_; }
    int height_px() const { return lattice_ ? lattice_->height_px() : height_px_; }
    double px_per_mm() const { return px_per_mm_; } ///< of the drawing
    const Lattice* lattice() const { return lattice_.get(); }
    /// The map to the undistorted drawing.
    ImageFromPage drawing() const { return ImageFromPage(*this, nullptr); }

    /// Both coordinates are NaN where the point is not visible in the image.
    PointPx operator()(const PointMm& point) const;
    /// In edge coordinates; on a distorted page the bounding box of its outline.
    RectPx operator()(const RectMm& rect) const;
    /// Maps consecutive points; NaN stays NaN.
    std::vector<PointPx> operator()(const std::vector<PointMm>& points) const;
    /// The bounds of the image in edge coordinates.
    RectPx frame() const;

  private:
    PointPx drawn(const PointMm& point) const;

    int width_px_, height_px_;
    double px_per_mm_;
    std::shared_ptr<const Lattice> lattice_;
};

/// The map of an undistorted page; its size is rounded to whole pixels.
ImageFromPage image_from_page(const Page& page);

} // namespace ecgpress
