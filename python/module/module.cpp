// The Python module ecgpress._press: the press without MPI, for the package in python/ecgpress.
#include "module.hpp"

#include <pybind11/stl.h>

#include "core/error.hpp"
#include "core/version.hpp"
#include "made_page.hpp"
#include "render/draw/opencv_setup.hpp"

namespace py = pybind11;

namespace ecgpress {

namespace {

void bind_errors(py::module_& module) {
    const auto& base = py::register_exception<Error>(module, "Error");
    py::register_exception<ConfigError>(module, "ConfigError", base);
    py::register_exception<DataError>(module, "DataError", base);
    py::register_exception<IoError>(module, "IoError", base);
}

py::array indices_of(const PageMaker& maker, const std::optional<std::string>& split,
                     std::uint64_t start, std::uint64_t stop) {
    std::optional<Split> wanted;
    if (split) {
        wanted = parse_split(*split);
        if (!wanted)
            throw ConfigError("\"" + *split +
                              "\" is no split. Use train, val or test, or None "
                              "for all pages.");
    }
    std::vector<std::int64_t> indices;
    {
        const py::gil_scoped_release released;
        indices = maker.indices(wanted, start, stop);
    }
    return py::array_t<std::int64_t>(static_cast<py::ssize_t>(indices.size()), indices.data());
}

std::shared_ptr<MadePage> page_of(const std::shared_ptr<PageMaker>& maker, std::uint64_t index) {
    const py::gil_scoped_release released;
    return std::make_shared<MadePage>(maker, maker->page(index));
}

void bind_maker(py::module_& module) {
    py::enum_<ConfigForm>(module, "ConfigForm")
        .value("file", ConfigForm::file)
        .value("text", ConfigForm::text)
        .value("stored", ConfigForm::stored);
    py::class_<PageMaker, std::shared_ptr<PageMaker>>(module, "PageMaker")
        .def(py::init<ConfigForm, const std::string&, const std::vector<std::string>&>(),
             py::call_guard<py::gil_scoped_release>())
        .def_property_readonly("page_count", &PageMaker::page_count)
        .def_property_readonly("config_json", &PageMaker::config_json)
        .def_property_readonly("fingerprint", &PageMaker::fingerprint)
        .def("reseeded", &PageMaker::reseeded, py::call_guard<py::gil_scoped_release>())
        .def("indices", indices_of)
        .def("page", page_of);
}

} // namespace

void bind_module(py::module_& module) {
    set_up_opencv();
    module.attr("__version__") = k_version;
    bind_errors(module);
    bind_page(module);
    bind_maker(module);
}

} // namespace ecgpress

PYBIND11_MODULE(_press, module) {
    ecgpress::bind_module(module);
}
