// Lines of YOLO's label files: a class, then positions as fractions of the image's width and height
// with 6 decimals, always in 0-1.
#pragma once

#include <string>

#include "core/geometry.hpp"

namespace ecgpress {

/// Positions are edge coordinates: the image's left edge is 0. Positions outside the image are
/// moved to its edge.
class YoloLines {
  public:
    YoloLines(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {}

    YoloLines& begin(int label_class);
    /// Adds centre and extent. As written, the box never extends outside the image.
    YoloLines& box(const RectPx& box);
    YoloLines& point(double x_px, double y_px);
    YoloLines& half_pixels(int x, int y); ///< Adds a point in halves of a pixel; faster.
    YoloLines& number(int value);
    void end() { text_ += '\n'; }

    const std::string& text() const { return text_; }

  private:
    void add(long long millionths);

    int width_px_, height_px_;
    std::string text_;
};

} // namespace ecgpress
