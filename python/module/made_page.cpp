#include "made_page.hpp"

#include <algorithm>
#include <pybind11/stl.h>

#include "arrays.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "page/trace_truth.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "render/draw/crops.hpp"
#include "render/scene/semantic_mask.hpp"

namespace py = pybind11;

namespace ecgpress {

namespace {

using Points = py::array_t<double, py::array::c_style | py::array::forcecast>;

static_assert(sizeof(PointPx) == 2 * sizeof(double), "positions are an array of x, y");
static_assert(sizeof(Lattice::Node) == 2 * sizeof(std::int32_t), "nodes are an array of x, y");

/// Python's object of a C++ object that Python holds already.
py::object object_of(const std::shared_ptr<MadePage>& page) {
    return py::cast(page);
}

py::array positions_of(const MadeLead& lead) {
    const std::vector<PointPx>& trace = lead.labels().trace_px;
    return shared_array({static_cast<py::ssize_t>(trace.size()), 2},
                        reinterpret_cast<const double*>(trace.data()), object_of(lead.page()));
}

template <class Value> py::array values_of(const std::vector<Value>& values, const MadeLead& lead) {
    return shared_array({static_cast<py::ssize_t>(values.size())}, values.data(),
                        object_of(lead.page()));
}

/// The lead's ink on an image of the page's size.
py::array mask_of(const MadeLead& lead) {
    const PrintedPage& printed = lead.printed();
    Image mask;
    {
        const py::gil_scoped_release released;
        mask = crop_mask(lead.ink(), {0, 0, printed.labels.width_px, printed.labels.height_px});
    }
    return owning_array(std::move(mask));
}

py::object crop_mask_of(const MadeLead& lead) {
    if (lead.labels().crop_px.empty()) return py::none();
    Image mask;
    {
        const py::gil_scoped_release released;
        mask = lead_mask(lead.printed(), lead.number());
    }
    return owning_array(std::move(mask));
}

py::object crop_of(const MadeLead& lead) {
    const PixelRect& crop = lead.labels().crop_px;
    if (crop.empty()) return py::none();
    return py::make_tuple(crop.x, crop.y, crop.width, crop.height);
}

/// (first column, y at the centres of columns, steep columns).
py::tuple columns_of(const MadeLead& lead) {
    const TraceTruth truth =
        make_trace_truth(lead.labels().trace_px, lead.printed().labels.width_px);
    return py::make_tuple(
        truth.first_column,
        py::array_t<float>(static_cast<py::ssize_t>(truth.column_y_px.size()),
                           truth.column_y_px.data()),
        py::array_t<std::uint8_t>(static_cast<py::ssize_t>(truth.column_steep.size()),
                                  truth.column_steep.data())
            .attr("view")("bool"));
}

std::vector<PointPx> points_of(const Points& points) {
    if (points.ndim() != 2 || points.shape(1) != 2)
        throw py::value_error("expected an array of points with the shape (n, 2): x, y in px");
    std::vector<PointPx> list;
    list.reserve(static_cast<std::size_t>(points.shape(0)));
    for (py::ssize_t i = 0; i < points.shape(0); ++i)
        list.push_back({points.at(i, 0), points.at(i, 1)});
    return list;
}

py::array array_of(const std::vector<PointPx>& points) {
    return py::array_t<double>({static_cast<py::ssize_t>(points.size()), py::ssize_t{2}},
                               reinterpret_cast<const double*>(points.data()));
}

void bind_warp(py::module_& module) {
    py::class_<Lattice, std::shared_ptr<Lattice>>(module, "Warp",
                                                  "The map of a distorted page, from positions in "
                                                  "the image to positions on the flat drawing.")
        .def_property_readonly(
            "nodes",
            [](const std::shared_ptr<Lattice>& warp) {
                return shared_array({warp->rows(), warp->columns(), 2},
                                    reinterpret_cast<const std::int32_t*>(warp->nodes().data()),
                                    py::cast(warp));
            },
            "(rows, columns, 2) int32: x, y on the drawing in 1/1024 px. Node (r, c) is at the "
            "image "
            "position x = 16 c, y = 16 r.")
        .def(
            "drawing_from_image",
            [](const Lattice& warp, const Points& image) {
                std::vector<PointPx> points = points_of(image);
                for (PointPx& point : points) point = warp.drawing_from_image(point);
                return array_of(points);
            },
            py::arg("points"), "Maps (n, 2) positions in the image to the drawing: x, y in px.")
        .def(
            "image_from_drawing",
            [](const Lattice& warp, const Points& drawing) {
                return array_of(warp.image_from_drawing(points_of(drawing)));
            },
            py::arg("points"),
            "Maps (n, 2) consecutive positions on the drawing to the image: x, y in px. NaN where "
            "a position is not visible. Each is searched from the one before.");
}

/// What is printed.
void bind_print(py::class_<MadeLead>& lead) {
    lead.def_property_readonly(
            "name", [](const MadeLead& l) { return name_of(l.panel().lead); },
            "I, II, III, aVR, aVL, aVF, V1 to V6")
        .def_property_readonly(
            "number", [](const MadeLead& l) { return l.panel().number; },
            "k in the file names \"..._lead_k\" of a release: 0 (I) to 11 (V6); 12 and more for "
            "rhythm strips")
        .def_property_readonly(
            "rhythm", [](const MadeLead& l) { return l.panel().rhythm; }, "a rhythm strip")
        .def_property_readonly(
            "inverted", [](const MadeLead& l) { return l.panel().inverted; },
            "printed with the opposite sign, which signal_mv has too: -aVR")
        .def_property_readonly(
            "derived", [](const MadeLead& l) { return l.panel().derived; },
            "computed from other leads, not recorded")
        .def_property_readonly(
            "start_s", [](const MadeLead& l) { return l.panel().start_s; },
            "time of the first sample in the record, s")
        .def_property_readonly(
            "rate_hz", [](const MadeLead& l) { return l.panel().rate_hz; }, "samples per second")
        .def_property_readonly(
            "signal_mv", [](const MadeLead& l) { return values_of(l.panel().signal_mv, l); },
            "(n,) float64: the printed samples in mV; NaN in gaps");
}

/// Where it is.
void bind_positions(py::class_<MadeLead>& lead) {
    lead.def_property_readonly(
            "positions_px", positions_of,
            "(n, 2) float64: x, y of each sample in the image, px, pixel centres at integers; NaN "
            "in gaps")
        .def_property_readonly(
            "flags", [](const MadeLead& l) { return values_of(l.printed().flags[l.number()], l); },
            "(n,) uint8: visibility of each sample, a sum: 1 inside the image, 2 not covered, 4 a "
            "quarter or more of its ink remains, 8 contrast, 32 another trace is within its line "
            "width; 0 in gaps")
        .def_property_readonly(
            "columns", columns_of,
            "(first, y_px, steep): the trace's height at the centre of each pixel column that it "
            "crosses, from column `first` on. y_px: (m,) float32, NaN in gaps. steep: (m,) bool, "
            "true where it moves 2 px or more within the column")
        .def_property_readonly(
            "px_per_s", [](const MadeLead& l) { return l.labels().px_per_s; },
            "px per second on the drawing")
        .def_property_readonly(
            "px_per_mv", [](const MadeLead& l) { return l.labels().px_per_mv; },
            "px per mV on the drawing")
        .def_property_readonly(
            "baseline_y_px", [](const MadeLead& l) { return l.labels().baseline_y_px; },
            "y of 0 mV on the drawing, px")
        .def_property_readonly(
            "line_width_px", [](const MadeLead& l) { return l.labels().line_width_px; },
            "width of the printed stroke, px")
        .def_property_readonly(
            "box", [](const MadeLead& l) { return box_array(l.labels().box_px); },
            "(4,) float64: x0, y0, x1, y1 of the trace's box, px; None if no ink is on the page")
        .def_property_readonly(
            "name_box",
            [](const MadeLead& l) { return box_array(l.labels().name_box_px.value_or(RectPx{})); },
            "(4,) float64: x0, y0, x1, y1 of the box of the lead's name, px; None if it has none")
        .def_property_readonly(
            "crop", crop_of,
            "(x, y, width, height): the pixels that the box touches; None if no ink is on the page")
        .def("mask", mask_of,
             "(height, width) uint8 of the page: the lead's own ink, coverage 0 to 255, complete "
             "even where other ink crosses it")
        .def("crop_mask", crop_mask_of,
             "uint8: the mask of the crop as a release has it, with the configuration's line width "
             "and columns per pixel; None if no ink is on the page");
}

std::vector<MadeLead> leads_of(const std::shared_ptr<MadePage>& page) {
    std::vector<MadeLead> leads;
    for (std::size_t i = 0; i < page->printed().page.panels.size(); ++i)
        leads.emplace_back(page, i);
    return leads;
}

py::bytes jpeg_of(const MadePage& page) {
    Bytes file;
    {
        const py::gil_scoped_release released;
        file = page.jpeg();
    }
    return {reinterpret_cast<const char*>(file.data()), file.size()};
}

py::object plan_of(const MadePage& page) {
    return py::module_::import("json").attr("loads")(plan_json(page.printed().plan, page.config()));
}

void require(bool is_requested, const char* what, const char* key) {
    if (!is_requested)
        throw ConfigError(concat("This configuration does not request ", what, ". Set `", key,
                                 ": true`, for example Press(config, {\"", key, "\": True})."));
}

py::list word_list_of(const MadePage& page) {
    require(page.config().release.truth.words, "words", "truth.words");
    py::list words;
    for (const WordRow& row : page.printed().words) {
        py::dict word;
        word["line"] = row.line;
        word["word"] = row.word;
        word["text"] = row.text;
        word["role"] = row.role;
        word["phi"] = row.phi;
        word["handwritten"] = row.handwritten;
        word["quad_px"] = array_of({row.quad_px.begin(), row.quad_px.end()});
        word["box_px"] = box_array(row.box_px);
        word["visible_fraction"] = row.visible_fraction;
        words.append(word);
    }
    return words;
}

py::list beat_list_of(const MadePage& page) {
    require(page.config().release.truth.beats, "beats", "truth.beats");
    py::list beats;
    for (const BeatRow& row : page.printed().beats) {
        py::dict beat;
        beat["beat"] = row.beat;
        beat["number"] = row.number;
        beat["source"] = row.source;
        beat["symbol"] = row.symbol;
        beat["sample"] = py::array_t<std::int64_t>(static_cast<py::ssize_t>(row.samples.size()),
                                                   row.samples.data());
        beat["px"] = array_of({row.points_px.begin(), row.points_px.end()});
        beat["interval_s"] = py::array_t<double>(static_cast<py::ssize_t>(row.intervals_s.size()),
                                                 row.intervals_s.data());
        beats.append(beat);
    }
    return beats;
}

py::array semantic_of(const MadePage& page) {
    const PrintedPage& printed = page.printed();
    require(printed.plan.mask.semantic, "semantic masks for this page",
            "pages.GROUP.mask.semantic");
    Image mask;
    {
        const py::gil_scoped_release released;
        mask = semantic_mask(printed.page,
                             ImageFromPage(image_from_page(printed.page), printed.lattice),
                             printed.rendered);
    }
    return owning_array(std::move(mask));
}

using PageClass = py::class_<MadePage, std::shared_ptr<MadePage>>;

/// What the page is of.
void bind_origin(PageClass& page) {
    page.def_property_readonly(
            "index", [](const MadePage& p) { return p.printed().plan.index; },
            "number of the page in its configuration")
        .def_property_readonly(
            "split", [](const MadePage& p) { return name_of(p.printed().plan.split); },
            "train, val or test")
        .def_property_readonly(
            "group",
            [](const MadePage& p) { return p.config().pages[p.printed().plan.group].name; },
            "name of its group of pages in the configuration")
        .def_property_readonly(
            "layout", [](const MadePage& p) { return p.printed().plan.design.layout; },
            "name of its layout: 3x4")
        .def_property_readonly(
            "look", [](const MadePage& p) { return p.printed().plan.look; }, "name of its look")
        .def_property_readonly(
            "preset", [](const MadePage& p) { return p.printed().plan.preset; },
            "name of the preset of its artifacts; \"clean\" if it has none")
        .def_property_readonly(
            "record", [](const MadePage& p) { return p.printed().record.name; },
            "name of the printed record")
        .def_property_readonly(
            "patient", [](const MadePage& p) { return p.printed().record.patient; },
            "the record's patient")
        .def_property_readonly("plan", plan_of,
                               "every choice made for the page, as the release has it");
}

} // namespace

void bind_page(py::module_& module) {
    bind_warp(module);
    py::class_<MadeLead> lead(module, "Lead", "A printed lead of a page. It keeps its page.");
    bind_print(lead);
    bind_positions(lead);
    PageClass page(module, "Page",
                   "A page: its image, and what is printed on it. Arrays are read-only and share "
                   "the page's memory, which they keep; copy() gives a changeable one.");
    bind_origin(page);
    page.def_property_readonly(
            "image",
            [](const std::shared_ptr<MadePage>& p) {
                return shared_array(p->printed().rendered.image, object_of(p));
            },
            "(height, width, 3) uint8: red, green, blue, as drawn; `jpeg` has the losses of its "
            "compression")
        .def_property_readonly("jpeg", jpeg_of, "the bytes of the image's file in a release")
        .def_property_readonly(
            "px_per_mm", [](const MadePage& p) { return p.printed().labels.px_per_mm; },
            "px per mm of paper, on the drawing")
        .def_property_readonly("leads", leads_of,
                               "printed leads: panels row by row, then rhythm strips")
        .def_property_readonly(
            "words", word_list_of,
            "printed and written words and lines, with `truth.words`: a list of dict with the "
            "columns of words.csv; quad_px is (4, 2), box_px is (4,)")
        .def_property_readonly(
            "beats", beat_list_of,
            "beats of each printed lead, with `truth.beats`: a list of dict with the columns of "
            "beats.csv; sample is (9,) int64, -1 if unknown; px is (9, 2) and interval_s (4,), NaN "
            "if unknown: onset, peak and offset of P, QRS and T; RR, PR, QRS, QT")
        .def("semantic", semantic_of,
             "(height, width) uint8: the class of each pixel, with `mask.semantic` of the page's "
             "group: 0 desk, 1 paper, 2 minor grid, 3 major grid, 4 text, 5 pulse, 6 trace, 7 "
             "handwriting, 8 foreign matter")
        .def_property_readonly(
            "warp",
            [](const MadePage& p) { return std::const_pointer_cast<Lattice>(p.printed().lattice); },
            "the map of a distorted page; None if it is flat");
}

} // namespace ecgpress
