#include "pipeline/rules/truth_rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/npz.hpp"
#include "page/ink_outline.hpp"
#include "page/page.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

namespace {

/// Positions are stored as float32: on a page of 16,384 px they are rounded to 0.001 px. Those of
/// a distorted page are solved for to 0.0001 px and mapped back through a warp in 1/1024 px.
constexpr double k_rounding_px = 0.01;
constexpr double k_flat_rounding_px = 0.002;
/// Rasterised ink exceeds the stroke by less than a pixel on each side.
constexpr double k_ink_rounding_px = 1.51;

bool is_gap(const PointPx& point) {
    return std::isnan(point.x_px) || std::isnan(point.y_px);
}

std::vector<PointPx> image_positions(const TraceTruth& trace) {
    std::vector<PointPx> points;
    const std::size_t count = std::min(trace.sample_x_px.size(), trace.sample_y_px.size());
    for (std::size_t i = 0; i < count; ++i)
        points.push_back({double{trace.sample_x_px[i]}, double{trace.sample_y_px[i]}});
    return points;
}

/// The page's size on paper, as its marked corners show it. A side that is not visible is one that
/// gives the grid its number of points.
void set_paper_size(PageRow& row, const NpzReader& npz, const Lattice& warp) {
    constexpr double k_pitch_mm = 5;
    const auto corners = npz.read<float>("page_corners_px");
    const auto shape = npz.shape("grid_5mm_px");
    if (corners.size() != 8 || shape.size() != 3) return;
    const auto side_mm = [&](std::array<std::size_t, 2> at, bool is_width, std::uint64_t points) {
        for (const std::size_t corner : at) {
            const PointPx image{double{corners[2 * corner]}, double{corners[2 * corner + 1]}};
            if (is_gap(image)) continue;
            const PointPx drawn = warp.drawing_from_image(image);
            return ((is_width ? drawn.x_px : drawn.y_px) + 0.5) / row.px_per_mm;
        }
        return (static_cast<double>(points) - 0.5) * k_pitch_mm;
    };
    row.page_width_mm = side_mm({1, 2}, true, shape[1]);
    row.page_height_mm = side_mm({3, 2}, false, shape[0]);
    // A multiple of the pitch may be read as slightly less.
    constexpr double k_rounding_mm = 0.01;
    const auto with_points = [&](double size_mm, std::uint64_t points) {
        const double least_mm = (static_cast<double>(points) - 1) * k_pitch_mm;
        return size_mm < least_mm && size_mm > least_mm - k_rounding_mm ? least_mm : size_mm;
    };
    row.page_width_mm = with_points(row.page_width_mm, shape[1]);
    row.page_height_mm = with_points(row.page_height_mm, shape[0]);
}

/// The rectangle of a lead's ink on the drawing, in whole pixels, as its outline shows it. Empty if
/// a side is not visible.
RectPx drawn_ink(const std::vector<float>& outlines, std::size_t lead, const Lattice& warp) {
    constexpr std::size_t k_points = 4 * k_outline_points_a_side;
    std::vector<PointPx> corners; // upper left, upper right, lower right, lower left
    for (std::size_t side = 0; side < 4; ++side) {
        const std::size_t at = 2 * (lead * k_points + side * k_outline_points_a_side);
        if (at + 1 >= outlines.size()) return {};
        const PointPx image{double{outlines[at]}, double{outlines[at + 1]}};
        corners.push_back(is_gap(image) ? image : warp.drawing_from_image(image));
    }
    const auto edge = [&](std::size_t one, std::size_t other, double PointPx::*axis) {
        const double value =
            std::isnan(corners[one].*axis) ? corners[other].*axis : corners[one].*axis;
        return std::round(value + 0.5);
    };
    const RectPx ink{edge(0, 3, &PointPx::x_px), edge(0, 1, &PointPx::y_px),
                     edge(1, 2, &PointPx::x_px), edge(3, 2, &PointPx::y_px)};
    return ink.empty() ? RectPx{} : ink; // false for NaN
}

/// Compares the numbers of an array of the file with the expected ones.
template <class Value>
void compare_numbers(const NpzReader& found, const NpzReader& expected, const std::string& name,
                     double tolerance, Problems& problems) {
    const auto values = found.read<Value>(name), others = expected.read<Value>(name);
    if (values.size() != others.size())
        return problems.push_back(
            concat(name, " has ", values.size(), " values, expected ", others.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto a = static_cast<double>(values[i]), b = static_cast<double>(others[i]);
        if (std::isnan(a) == std::isnan(b) && (std::isnan(a) || is_close(a, b, tolerance)))
            continue;
        return problems.push_back(
            concat(name, " [", i, "] is ", shortest(a), ", expected ", shortest(b)));
    }
}

/// Compares the marked corners. They follow from the warp, except one that the paper's size
/// decides; it is compared as far as it is visible in both.
void compare_corners(const NpzReader& found, const NpzReader& expected, Problems& problems) {
    const auto values = found.read<float>("page_corners_px"),
               others = expected.read<float>("page_corners_px");
    for (std::size_t i = 0; i < std::min(values.size(), others.size()); ++i)
        if (!std::isnan(values[i]) && !std::isnan(others[i]) &&
            !is_close(double{values[i]}, double{others[i]}, 0.5))
            return problems.push_back(concat("page_corners_px [", i, "] is ",
                                             shortest(double{values[i]}), ", expected ",
                                             shortest(double{others[i]})));
}

void compare_warped(const NpzReader& found, const NpzReader& expected,
                    const std::vector<bool>& is_ink_known, Problems& problems) {
    compare_numbers<std::int32_t>(found, expected, "warp", 0, problems);
    compare_numbers<float>(found, expected, "grid_5mm_px", k_flat_rounding_px, problems);
    compare_numbers<float>(found, expected, "local_px_per_mm", 1e-3, problems);
    compare_corners(found, expected, problems);
    if (std::all_of(is_ink_known.begin(), is_ink_known.end(), [](bool known) { return known; }))
        compare_numbers<float>(found, expected, "outline_px", k_flat_rounding_px, problems);
}

/// A column in which the trace's range of y is about the limit of steepness may be either.
bool is_steepness_clear(const TraceTruth& trace, std::size_t column, int width_px) {
    for (const double scale : {0.995, 1.005}) {
        std::vector<PointPx> points = image_positions(trace);
        for (PointPx& point : points) point.y_px *= scale;
        const TraceTruth scaled = make_trace_truth(points, width_px);
        if (column >= scaled.column_steep.size() ||
            scaled.column_steep[column] == trace.column_steep[column])
            return false;
    }
    return true;
}

/// A trace that turns back at the centre of a column crosses it or not: rounding decides, and with
/// it which of several crossings is the first.
bool turns_on_centre(const TraceTruth& trace, double column) {
    return std::any_of(trace.sample_x_px.begin(), trace.sample_x_px.end(),
                       [&](float x) { return std::abs(double{x} - column) < 1e-3; });
}

void check_columns(const TraceTruth& trace, int width_px, Problems& problems) {
    const TraceTruth expected = make_trace_truth(image_positions(trace), width_px);
    const auto shift = static_cast<std::ptrdiff_t>(trace.first_column) - expected.first_column;
    const auto found_count = static_cast<std::ptrdiff_t>(trace.column_y_px.size()),
               expected_count = static_cast<std::ptrdiff_t>(expected.column_y_px.size());
    // Rounding can move an end across a column's centre.
    if (std::abs(shift) > 1 || std::abs(shift + found_count - expected_count) > 1)
        return problems.push_back(concat("its columns are ", trace.first_column, " to ",
                                         trace.first_column + found_count - 1, ", its samples' ",
                                         expected.first_column, " to ",
                                         expected.first_column + expected_count - 1));
    for (std::ptrdiff_t i = 0; i < found_count; ++i) {
        const std::ptrdiff_t at = i + shift;
        const bool is_end = at < 1 || at + 1 >= expected_count || i == 0 || i + 1 == found_count;
        // Rounding may decide whether an end is there, but not where.
        if (is_end && (shift != 0 || found_count != expected_count)) continue;
        const auto here = static_cast<std::size_t>(i), there = static_cast<std::size_t>(at);
        const double y = double{trace.column_y_px[here]},
                     other = double{expected.column_y_px[there]};
        const bool steep = trace.column_steep[here] != 0;
        // A steep trace moves by a multiple of a small error of x.
        const double tolerance = steep ? 1 : 0.1;
        if (!std::isnan(y) && !std::isnan(other) && !is_close(y, other, tolerance) &&
            !(steep && turns_on_centre(trace, static_cast<double>(trace.first_column + i))))
            return problems.push_back(concat("column_y_px at column ", trace.first_column + i,
                                             " is ", shortest(y), ", its samples are at ",
                                             shortest(other)));
        if (is_end) continue; // beside it is nothing that shows how clear the following is
        if (std::isnan(y) != std::isnan(other) && there > 0 &&
            std::isnan(double{expected.column_y_px[there - 1]}) ==
                std::isnan(double{expected.column_y_px[there + 1]}))
            return problems.push_back(concat("column_y_px at column ", trace.first_column + i,
                                             std::isnan(y) ? " is a gap, but not in its samples"
                                                           : " is not a gap, but in its samples"));
        if (steep != (expected.column_steep[there] != 0) &&
            is_steepness_clear(trace, here, width_px))
            return problems.push_back(concat("column_steep at column ", trace.first_column + i,
                                             " does not match its samples"));
    }
}

void check_flags(const LeadsRow& row, const TraceTruth& trace, int width_px, int height_px,
                 Problems& problems) {
    constexpr unsigned k_known = k_in_frame | k_not_hidden | k_ink_left | k_contrast | k_crowded;
    double seen = 0, all = 0;
    for (std::size_t i = 0; i < trace.sample_flags.size(); ++i) {
        const unsigned flags = trace.sample_flags[i];
        const double x = double{trace.sample_x_px[i]}, y = double{trace.sample_y_px[i]};
        const bool gap = std::isnan(x);
        if ((flags & ~k_known) != 0 || (gap && flags != 0))
            return problems.push_back(concat("sample_flags [", i, "] is ", flags));
        if (gap) continue;
        all += 1;
        seen += (flags & k_seen_well) == k_seen_well ? 1 : 0;
        const double inside = std::min({x + 0.5, y + 0.5, width_px - 0.5 - x, height_px - 0.5 - y});
        if (std::abs(inside) > k_rounding_px && (inside > 0) != ((flags & k_in_frame) != 0))
            return problems.push_back(concat("sample_flags [", i, "] is ", flags, ", but it is ",
                                             inside > 0 ? "inside" : "outside", " the image"));
    }
    const double fraction = all == 0 ? 0 : seen / all;
    if (!is_close(fraction, row.visible_fraction, 1e-12))
        problems.push_back(concat("a fraction of ", shortest(fraction),
                                  " of its samples is visible, its row has ",
                                  shortest(row.visible_fraction)));
}

void check_x(const LeadsRow& row, const PageTruth& page, std::size_t lead, double rate_hz,
             Problems& problems) {
    const std::vector<PointPx> drawn = drawn_positions(page, lead);
    const double tolerance = page.warp ? k_rounding_px : k_flat_rounding_px;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const double x = row.first_x_px + static_cast<double>(i) / rate_hz * row.px_per_s;
        if (std::isnan(drawn[i].x_px) || is_close(drawn[i].x_px, x, tolerance)) continue;
        return problems.push_back(concat("sample ", i, " is at x = ", shortest(drawn[i].x_px),
                                         " px, its row has it at ", shortest(x), " px"));
    }
}

/// Compares the rectangle of the outline with the trace's extent on the drawing.
Problems check_outline(const PageTruth& page, std::size_t lead, const RectPx& ink,
                       const LeadsRow& row) {
    RectPx extent{1e9, 1e9, -1e9, -1e9};
    for (const PointPx& point : drawn_positions(page, lead)) {
        if (is_gap(point)) continue;
        extent = {std::min(extent.x0_px, point.x_px), std::min(extent.y0_px, point.y_px),
                  std::max(extent.x1_px, point.x_px), std::max(extent.y1_px, point.y_px)};
    }
    const double reach = row.line_width_px / 2 + k_ink_rounding_px;
    // The drawing may end before the trace, so the ink may be smaller, but never larger.
    if (ink.x0_px < extent.x0_px + 0.5 - reach || ink.y0_px < extent.y0_px + 0.5 - reach ||
        ink.x1_px > extent.x1_px + 0.5 + reach || ink.y1_px > extent.y1_px + 0.5 + reach)
        return {"outline_px is larger than its trace"};
    return {};
}

/// The first and the last lead of a row.
struct RowEnds {
    const LeadsRow *first, *last;
};

std::vector<RowEnds> ends_of_rows(const PageRows& rows) {
    const auto columns = static_cast<std::size_t>(rows.page.columns),
               panels = static_cast<std::size_t>(rows.page.rows) * columns;
    std::vector<RowEnds> ends;
    for (std::size_t i = 0; i < rows.leads.size(); i += i < panels ? columns : 1)
        ends.push_back(
            {&rows.leads[i],
             &rows.leads[i < panels ? std::min(i + columns, rows.leads.size()) - 1 : i]});
    return ends;
}

/// Compares one pulse with the baseline and the gains of its row.
Problems check_pulse(const PageTruth& page, std::size_t pulse, const RowEnds& row) {
    for (std::size_t corner = 0; corner < k_pulse_corners; ++corner) {
        const std::size_t i = pulse * k_pulse_corners + corner;
        if (is_gap(page.pulses_px[i])) continue;
        const double base = row.first->baseline_y_px;
        const double y = corner < 2 || corner > 5 ? base
                         : corner < 4             ? base - row.first->px_per_mv
                                                  : base - row.last->px_per_mv;
        const PointPx drawn =
            page.warp ? page.warp->drawing_from_image(page.pulses_px[i]) : page.pulses_px[i];
        if (!is_close(drawn.y_px, y, page.warp ? k_rounding_px : k_flat_rounding_px))
            return {concat("pulses_px [", i, "] is at y = ", shortest(drawn.y_px), " px, expected ",
                           shortest(y), " px")};
    }
    return {};
}

} // namespace

std::vector<PointPx> drawn_positions(const PageTruth& page, std::size_t lead) {
    std::vector<PointPx> points = image_positions(page.leads[lead].trace);
    if (page.warp)
        for (PointPx& point : points)
            if (!is_gap(point)) point = page.warp->drawing_from_image(point);
    return points;
}

std::size_t node_count(const PageRow& page) {
    return static_cast<std::size_t>(page.grid_rows) * static_cast<std::size_t>(page.grid_columns);
}

Problems check_truth_file(const Bytes& file, const PageTruth& truth, const PageRows& rows) {
    const NpzReader found(file);
    Sample sample;
    sample.row = rows.page;
    sample.warp = truth.warp;
    sample.pulses_px = truth.pulses_px;
    sample.grid_nodes = truth.grid_nodes;
    if (truth.grid_nodes.size() != 3 * node_count(rows.page))
        return {concat("grid_nodes has ", truth.grid_nodes.size() / 3, " nodes, manifest.csv has ",
                       node_count(rows.page))};
    std::vector<float> outlines;
    if (truth.warp) {
        set_paper_size(sample.row, found, *truth.warp);
        outlines = found.read<float>("outline_px");
    }
    Problems problems;
    std::vector<bool> is_ink_known;
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        LeadSample lead;
        lead.row = rows.leads[i];
        lead.truth = truth.leads[i].trace;
        if (truth.warp) {
            lead.row.ink_px = drawn_ink(outlines, i, *truth.warp);
            is_ink_known.push_back(!lead.row.ink_px.empty());
            if (is_ink_known.back())
                for (const std::string& problem :
                     check_outline(truth, i, lead.row.ink_px, rows.leads[i]))
                    problems.push_back(concat("lead ", i, ": ", problem));
        }
        sample.leads.push_back(std::move(lead));
    }
    const Bytes again = truth_npz(sample);
    if (again == file) return problems;
    const NpzReader expected(again);
    if (found.names() != expected.names()) {
        problems.push_back("its arrays are not those of a page's trace truth");
        return problems;
    }
    for (const std::string& name : expected.names()) {
        const bool is_derived = name == "grid_5mm_px" || name == "page_corners_px" ||
                                name == "outline_px" || name == "local_px_per_mm";
        if (!is_derived && !found.is_equal(name, expected))
            problems.push_back(concat(name, " differs from the tables"));
    }
    if (truth.warp) compare_warped(found, expected, is_ink_known, problems);
    return problems;
}

Problems check_lead_truth(const PageTruth& page, std::size_t lead, const PageRows& rows) {
    Problems problems;
    const LeadsRow& row = rows.leads[lead];
    const TraceTruth& trace = page.leads[lead].trace;
    if (trace.sample_x_px.size() != row.sample_count) {
        problems.push_back(
            concat("has ", trace.sample_x_px.size(), " samples, its row has ", row.sample_count));
        return problems;
    }
    if (trace.sample_y_px.size() != row.sample_count ||
        trace.sample_flags.size() != row.sample_count ||
        trace.column_steep.size() != trace.column_y_px.size()) {
        problems.push_back("its arrays do not have one value per sample or column");
        return problems;
    }
    check_x(row, page, lead, rows.page.rate_hz, problems);
    check_columns(trace, rows.page.width_px, problems);
    check_flags(row, trace, rows.page.width_px, rows.page.height_px, problems);
    return problems;
}

Problems check_pulses(const PageTruth& page, const PageRows& rows) {
    const std::size_t pulses = page.pulses_px.size() / k_pulse_corners;
    if (page.pulses_px.empty()) return {};
    const std::vector<RowEnds> ends = ends_of_rows(rows);
    if (page.pulses_px.size() != k_pulse_corners * ends.size() &&
        page.pulses_px.size() != k_pulse_corners)
        return {concat("pulses_px has ", pulses, " pulses, the page has ", ends.size(), " rows")};
    if (pulses == 1) { // of the first or the last row
        Problems problems = check_pulse(page, 0, ends.front());
        return problems.empty() ? problems : check_pulse(page, 0, ends.back());
    }
    for (std::size_t i = 0; i < pulses; ++i)
        if (Problems problems = check_pulse(page, i, ends[i]); !problems.empty()) return problems;
    return {};
}

} // namespace ecgpress
