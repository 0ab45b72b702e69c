// The contents of the Python module ecgpress._press.
#pragma once

#include <pybind11/pybind11.h>

namespace ecgpress {

/// Fills the module, and sets OpenCV to one thread: pages are made in several threads at once.
void bind_module(pybind11::module_& module);

} // namespace ecgpress
