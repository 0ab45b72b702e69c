// The lines of YOLO's label files: a class, then places as parts of the image's width and height,
// 6 decimals, never outside 0-1.
#pragma once

#include <string>

#include "core/geometry.hpp"

namespace ecgpress {

/// Places are edge coordinates: the image's left edge is 0. What lies beyond the image is put on
/// its edge.
class YoloLines {
  public:
    YoloLines(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {}

    YoloLines& begin(int label_class);
    /// Its centre and extent, which as written never reach out of the image.
    YoloLines& box(const RectPx& box);
    YoloLines& point(double x_px, double y_px);
    YoloLines& corner(int x_px, int y_px); ///< the same of a pixel's corner, fast
    YoloLines& number(int value);
    void end() { text_ += '\n'; }

    const std::string& text() const { return text_; }

  private:
    void add(long long millionths);

    int width_px_, height_px_;
    std::string text_;
};

} // namespace ecgpress
