#include "render/draw/opencv_setup.hpp"

#include <new>
#include <opencv2/core.hpp>

namespace ecgpress {

namespace {

/// Called before OpenCV throws a cv::Exception.
int on_error(int status, const char* /*function*/, const char* /*message*/, const char* /*file*/,
             int /*line*/, void* /*data*/) {
    if (status == cv::Error::StsNoMem) throw std::bad_alloc();
    return 0;
}

} // namespace

void set_up_opencv() {
    cv::setNumThreads(1);
    cv::redirectError(on_error);
}

} // namespace ecgpress
