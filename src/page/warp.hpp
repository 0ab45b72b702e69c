// The one map from paper to image: images are drawn and labels are made through it, so they cannot
// disagree.
#pragma once

#include <memory>
#include <vector>

#include "core/geometry.hpp"
#include "page/lattice.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// Paper scanned flat: a scale, and the image's size in whole pixels; then, if there is a lattice,
/// that drawing seen through it.
class ImageFromPage {
  public:
    ImageFromPage(double page_width_mm, double page_height_mm, double dpi);
    /// @param lattice  null: none
    ImageFromPage(const ImageFromPage& drawing, std::shared_ptr<const Lattice> lattice);

    int width_px() const { return lattice_ ? lattice_->width_px() : width_px_; }
    int height_px() const { return lattice_ ? lattice_->height_px() : height_px_; }
    double px_per_mm() const { return px_per_mm_; } ///< of the drawing
    const Lattice* lattice() const { return lattice_.get(); }
    /// The map to the drawing, before it is distorted.
    ImageFromPage drawing() const { return ImageFromPage(*this, nullptr); }

    /// Both coordinates NaN where the lattice shows no such place.
    PointPx operator()(const PointMm& point) const;
    /// In edge coordinates; of a distorted page, around its outline.
    RectPx operator()(const RectMm& rect) const;
    /// Points that follow each other; NaN stays NaN.
    std::vector<PointPx> operator()(const std::vector<PointMm>& points) const;
    /// The whole image, edge coordinates.
    RectPx frame() const;

  private:
    PointPx drawn(const PointMm& point) const;

    int width_px_, height_px_;
    double px_per_mm_;
    std::shared_ptr<const Lattice> lattice_;
};

/// The map of an undistorted page: size rounded to whole pixels.
ImageFromPage image_from_page(const Page& page);

} // namespace ecgpress
