#include "dataset/shard/truth_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/npz.hpp"
#include "page/ink_outline.hpp"

namespace ecgpress {

namespace {

/// A column of the leads' table.
template <class Value, class Get>
std::vector<Value> column(const std::vector<LeadSample>& leads, Get get) {
    std::vector<Value> values;
    values.reserve(leads.size());
    for (const LeadSample& lead : leads) values.push_back(static_cast<Value>(get(lead)));
    return values;
}

void add_leads(Npz& npz, const std::vector<LeadSample>& leads) {
    const auto numbers = [&](double LeadRow::*field) {
        return column<double>(leads, [&](const LeadSample& lead) { return lead.row.*field; });
    };
    std::vector<std::string> names;
    std::vector<std::int32_t> crops;
    for (const LeadSample& lead : leads) {
        names.emplace_back(name_of(lead.row.lead));
        const PixelRect& crop = lead.row.crop_px;
        crops.insert(crops.end(), {crop.x, crop.y, crop.width, crop.height});
    }
    npz.add_texts("lead", names);
    npz.add("number", column<std::int32_t>(leads, [](const auto& l) { return l.row.number; }));
    npz.add("rhythm", column<std::uint8_t>(leads, [](const auto& l) { return l.row.rhythm; }));
    npz.add("inverted", column<std::uint8_t>(leads, [](const auto& l) { return l.row.inverted; }));
    npz.add("start_s", numbers(&LeadRow::start_s));
    npz.add("first_sample",
            column<std::int64_t>(leads, [](const auto& l) { return l.row.first_sample; }));
    npz.add("baseline_y_px", numbers(&LeadRow::baseline_y_px));
    npz.add("px_per_s", numbers(&LeadRow::px_per_s));
    npz.add("px_per_mv", numbers(&LeadRow::px_per_mv));
    npz.add("line_width_px", numbers(&LeadRow::line_width_px));
    npz.add("crop_px", crops, {leads.size(), 4});
}

/// Concatenated values of all leads, and each lead's offset.
template <class Value> struct Ragged {
    std::vector<Value> values;
    std::vector<std::int64_t> offsets{0};

    Ragged(const std::vector<LeadSample>& leads, std::vector<Value> TraceTruth::*array) {
        for (const LeadSample& lead : leads) {
            const auto& part = lead.truth.*array;
            values.insert(values.end(), part.begin(), part.end());
            offsets.push_back(static_cast<std::int64_t>(values.size()));
        }
    }
};

void add_traces(Npz& npz, const std::vector<LeadSample>& leads) {
    const Ragged<float> x(leads, &TraceTruth::sample_x_px), y(leads, &TraceTruth::sample_y_px),
        column_y(leads, &TraceTruth::column_y_px);
    const Ragged<std::uint8_t> steep(leads, &TraceTruth::column_steep);
    npz.add("sample_offsets", x.offsets);
    npz.add("sample_x_px", x.values);
    npz.add("sample_y_px", y.values);
    npz.add("column_offsets", column_y.offsets);
    npz.add("first_column",
            column<std::int32_t>(leads, [](const auto& l) { return l.truth.first_column; }));
    npz.add("column_y_px", column_y.values);
    npz.add("column_steep", steep.values);
    npz.add_bytes("sample_flags", Ragged<std::uint8_t>(leads, &TraceTruth::sample_flags).values);
}

/// x and y alternately.
std::vector<float> floats_of(const std::vector<PointPx>& points) {
    std::vector<float> floats;
    for (const PointPx& point : points)
        floats.insert(floats.end(),
                      {static_cast<float>(point.x_px), static_cast<float>(point.y_px)});
    return floats;
}

void add_pulses(Npz& npz, const std::vector<PointPx>& corners) {
    npz.add("pulses_px", floats_of(corners),
            {corners.size() / k_pulse_corners, k_pulse_corners, 2});
}

constexpr double k_node_pitch_mm = 5; ///< Spacing of the grid's key points.
constexpr double k_largest_mm =
    2000; ///< Limit of the configuration; a corrupt table may exceed it.

/// Positions of points of the drawing in the image; NaN where they are outside.
std::vector<float> seen_at(const Lattice& warp, const std::vector<PointPx>& drawing) {
    return floats_of(warp.image_from_drawing(drawing));
}

/// Image px per mm of paper at the first and the last sample that is not a gap, along time and
/// along voltage. NaN if there is none.
std::array<float, 4> scales_at_ends(const TraceTruth& truth, const Lattice& warp,
                                    double px_per_mm) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::array<float, 4> scales{nan, nan, nan, nan};
    const auto is_value = [](float x) { return !std::isnan(x); };
    const auto& x = truth.sample_x_px;
    const auto first = std::find_if(x.begin(), x.end(), is_value);
    if (first == x.end()) return scales;
    const auto last = std::find_if(x.rbegin(), x.rend(), is_value);
    const std::size_t ends[] = {static_cast<std::size_t>(first - x.begin()),
                                static_cast<std::size_t>(last.base() - x.begin()) - 1};
    for (std::size_t end = 0; end < 2; ++end) {
        const auto j = warp.jacobian({double{x[ends[end]]}, double{truth.sample_y_px[ends[end]]}});
        const double scale = px_per_mm / std::abs(j.determinant());
        scales[2 * end] = static_cast<float>(scale * std::sqrt(j.yy * j.yy + j.yx * j.yx));
        scales[2 * end + 1] = static_cast<float>(scale * std::sqrt(j.xx * j.xx + j.xy * j.xy));
    }
    return scales;
}

/// The warp, and the points that annotators mark to undo a warp: the page's corners, and a grid of
/// 5 mm from its upper left corner.
void add_warp(Npz& npz, const Lattice& warp, const PageRow& page) {
    if (!(page.page_width_mm > 0 && page.page_width_mm <= k_largest_mm && page.page_height_mm > 0 &&
          page.page_height_mm <= k_largest_mm))
        throw DataError(concat("page ", page.index, " is ", shortest(page.page_width_mm), " x ",
                               shortest(page.page_height_mm),
                               " mm. Its shard is probably corrupt. Regenerate the shard."));
    std::vector<std::int32_t> nodes;
    for (const Lattice::Node& node : warp.nodes()) nodes.insert(nodes.end(), {node.x, node.y});
    npz.add("warp", nodes,
            {static_cast<std::size_t>(warp.rows()), static_cast<std::size_t>(warp.columns()), 2});
    const double right = page.page_width_mm * page.px_per_mm - 0.5,
                 bottom = page.page_height_mm * page.px_per_mm - 0.5;
    npz.add("page_corners_px",
            seen_at(warp, {{-0.5, -0.5}, {right, -0.5}, {right, bottom}, {-0.5, bottom}}), {4, 2});
    const auto columns = static_cast<std::size_t>(page.page_width_mm / k_node_pitch_mm) + 1,
               rows = static_cast<std::size_t>(page.page_height_mm / k_node_pitch_mm) + 1;
    std::vector<PointPx> places;
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            places.push_back({static_cast<double>(column) * k_node_pitch_mm * page.px_per_mm - 0.5,
                              static_cast<double>(row) * k_node_pitch_mm * page.px_per_mm - 0.5});
    npz.add("grid_5mm_px", seen_at(warp, places), {rows, columns, 2});
}

/// Outline of each lead's ink, and the size of a millimetre at both ends of its trace. On a
/// distorted page a box does not contain either.
void add_outlines(Npz& npz, const Lattice& warp, const PageRow& page,
                  const std::vector<LeadSample>& leads) {
    std::vector<float> outlines, scales;
    for (const LeadSample& lead : leads) {
        const auto outline = floats_of(outline_in_image(warp, lead.row.ink_px));
        outlines.insert(outlines.end(), outline.begin(), outline.end());
        for (const float scale : scales_at_ends(lead.truth, warp, page.px_per_mm))
            scales.push_back(scale);
    }
    npz.add("outline_px", outlines, {leads.size(), 4 * k_outline_points_a_side, 2});
    npz.add("local_px_per_mm", scales, {leads.size(), 2, 2});
}

template <class Value>
std::vector<Value> read(const NpzReader& npz, const std::string& name, std::size_t size) {
    auto values = npz.read<Value>(name);
    if (values.size() != size)
        throw DataError(concat("cannot read a page's trace truth: ", name, " has ", values.size(),
                               " values, not ", size, ". Regenerate the file."));
    return values;
}

/// Splits the concatenated arrays by lead.
template <class Value>
std::vector<std::vector<Value>> read_ragged(const NpzReader& npz, const std::string& name,
                                            const std::vector<std::int64_t>& offsets) {
    const auto all = read<Value>(npz, name, static_cast<std::size_t>(offsets.back()));
    std::vector<std::vector<Value>> parts;
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i)
        parts.emplace_back(all.begin() + offsets[i], all.begin() + offsets[i + 1]);
    return parts;
}

std::vector<std::int64_t> read_offsets(const NpzReader& npz, const std::string& name,
                                       std::size_t leads) {
    auto offsets = read<std::int64_t>(npz, name, leads + 1);
    if (offsets.front() != 0 || !std::is_sorted(offsets.begin(), offsets.end()))
        throw DataError(concat("cannot read a page's trace truth: ", name,
                               " do not increase from 0. Regenerate the file."));
    return offsets;
}

std::vector<PointPx> read_pulses(const NpzReader& npz) {
    const auto values = npz.read<float>("pulses_px");
    std::vector<PointPx> corners;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2)
        corners.push_back({double{values[i]}, double{values[i + 1]}});
    return corners;
}

std::shared_ptr<const Lattice> read_warp(const NpzReader& npz) {
    if (!npz.has("warp")) return nullptr;
    const auto size = read<std::int32_t>(npz, "image_px", 2);
    const auto values = npz.read<std::int32_t>("warp");
    std::vector<Lattice::Node> nodes;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2)
        nodes.push_back({values[i], values[i + 1]});
    return std::make_shared<const Lattice>(size.at(0), size.at(1), std::move(nodes));
}

} // namespace

Bytes truth_npz(const Sample& sample) {
    Npz npz;
    npz.add("px_per_mm", std::vector<double>{sample.row.px_per_mm}, {});
    npz.add("rate_hz", std::vector<double>{sample.row.rate_hz}, {});
    npz.add("image_px", std::vector<std::int32_t>{sample.row.width_px, sample.row.height_px});
    add_leads(npz, sample.leads);
    add_traces(npz, sample.leads);
    add_pulses(npz, sample.pulses_px);
    if (!sample.grid_nodes.empty())
        npz.add("grid_nodes", sample.grid_nodes,
                {static_cast<std::size_t>(sample.row.grid_rows),
                 static_cast<std::size_t>(sample.row.grid_columns), 3});
    if (!sample.warp) return npz.finish();
    add_warp(npz, *sample.warp, sample.row);
    add_outlines(npz, *sample.warp, sample.row, sample.leads);
    return npz.finish();
}

std::uint64_t largest_truth_npz(const PageRow& row, std::size_t leads, const StoredSizes& stored) {
    constexpr std::uint64_t k_most_headers = 16384, k_most_of_a_lead = 1024;
    const auto nodes = [](double size_mm) {
        return static_cast<std::uint64_t>(std::min(k_largest_mm, size_mm) / k_node_pitch_mm) + 1;
    };
    return stored.truth + k_most_headers + leads * k_most_of_a_lead +
           nodes(row.page_width_mm) * nodes(row.page_height_mm) * 2 * sizeof(float);
}

PageTruth read_truth_npz(const Bytes& file) {
    const NpzReader npz(file);
    const auto names = npz.read_texts("lead");
    const std::size_t count = names.size();
    const auto numbers = read<std::int32_t>(npz, "number", count);
    const auto baselines = read<double>(npz, "baseline_y_px", count);
    const auto gains = read<double>(npz, "px_per_mv", count);
    const auto crops = read<std::int32_t>(npz, "crop_px", 4 * count);
    const auto samples = read_offsets(npz, "sample_offsets", count);
    const auto columns = read_offsets(npz, "column_offsets", count);
    auto x = read_ragged<float>(npz, "sample_x_px", samples);
    auto y = read_ragged<float>(npz, "sample_y_px", samples);
    const auto first_columns = read<std::int32_t>(npz, "first_column", count);
    auto column_y = read_ragged<float>(npz, "column_y_px", columns);
    auto steep = read_ragged<std::uint8_t>(npz, "column_steep", columns);
    const Bytes all_flags = npz.read_bytes("sample_flags");
    if (all_flags.size() != static_cast<std::size_t>(samples.back()))
        throw DataError(
            "cannot read a page's trace truth: sample_flags does not have one value per "
            "sample. Regenerate the file.");
    PageTruth page;
    page.warp = read_warp(npz);
    page.pulses_px = read_pulses(npz);
    if (npz.has("grid_nodes")) page.grid_nodes = npz.read<float>("grid_nodes");
    page.rate_hz = read<double>(npz, "rate_hz", 1).front();
    for (std::size_t i = 0; i < count; ++i)
        page.leads.push_back(
            {names[i],
             numbers[i],
             baselines[i],
             gains[i],
             {crops[4 * i], crops[4 * i + 1], crops[4 * i + 2], crops[4 * i + 3]},
             {std::move(x[i]), std::move(y[i]), first_columns[i], std::move(column_y[i]),
              std::move(steep[i]),
              Bytes(all_flags.begin() + samples[i], all_flags.begin() + samples[i + 1])}});
    return page;
}

} // namespace ecgpress
