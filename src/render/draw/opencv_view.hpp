// Image objects as OpenCV matrices, without copying pixels.
#pragma once

#include <opencv2/core.hpp>

#include "core/image.hpp"

namespace ecgpress {

/// Returns a matrix that shares the pixels of an image. OpenCV has no read-only matrices: modify
/// the result only if `image` is not const.
inline cv::Mat view(const Image& image) {
    return cv::Mat(image.height, image.width, CV_8UC(image.channels),
                   const_cast<std::uint8_t*>(image.pixels.data()), image.stride());
}

} // namespace ecgpress
