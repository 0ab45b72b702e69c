#include "arrays.hpp"

#include <memory>
#include <utility>

namespace py = pybind11;

namespace ecgpress {

namespace {

std::vector<py::ssize_t> shape_of(const Image& image) {
    if (image.channels == 1) return {image.height, image.width};
    return {image.height, image.width, image.channels};
}

} // namespace

py::array shared_array(const Image& image, py::handle owner) {
    return shared_array(shape_of(image), image.pixels.data(), owner);
}

py::array owning_array(Image&& image) {
    auto kept = std::make_unique<Image>(std::move(image));
    const Image& pixels = *kept;
    const py::capsule owner(kept.release(),
                            [](void* address) { delete static_cast<Image*>(address); });
    return py::array_t<std::uint8_t>(shape_of(pixels), pixels.pixels.data(), owner);
}

py::object box_array(const RectPx& box) {
    if (box.empty()) return py::none();
    const double edges[] = {box.x0_px, box.y0_px, box.x1_px, box.y1_px};
    return py::array_t<double>(4, edges);
}

} // namespace ecgpress
