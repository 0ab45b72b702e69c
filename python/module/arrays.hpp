// NumPy arrays of the program's values: without a copy where an object keeps them.
#pragma once

#include <pybind11/numpy.h>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"

namespace ecgpress {

/// A read-only array of values that `owner` keeps.
template <class Value>
pybind11::array shared_array(std::vector<pybind11::ssize_t> shape, const Value* values,
                             pybind11::handle owner) {
    pybind11::array_t<Value> array(std::move(shape), values, owner);
    array.attr("setflags")(pybind11::arg("write") = false);
    return std::move(array);
}

/// The same of an image: (height, width, 3), or (height, width) of a grey one.
pybind11::array shared_array(const Image& image, pybind11::handle owner);

/// An array that owns the image's pixels.
pybind11::array owning_array(Image&& image);

/// Four edges x0, y0, x1, y1 in px; None for an empty box.
pybind11::object box_array(const RectPx& box);

} // namespace ecgpress
