// Our pictures as OpenCV sees them: no pixel is copied.
#pragma once

#include <opencv2/core.hpp>

#include "core/image.hpp"

namespace ecgpress {

/// OpenCV knows no view that is read only: draw only on what was an Image&.
inline cv::Mat view(const Image& image) {
    return cv::Mat(image.height, image.width, CV_8UC(image.channels),
                   const_cast<std::uint8_t*>(image.pixels.data()), image.stride());
}

} // namespace ecgpress
