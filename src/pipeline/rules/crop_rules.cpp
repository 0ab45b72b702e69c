#include "pipeline/rules/crop_rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/truth/pixel_class.hpp"

namespace ecgpress {

namespace {

/// A column's range of y, initially empty.
struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    void take_in(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void take_in(const Range& other) {
        low = std::min(low, other.low);
        high = std::max(high, other.high);
    }
};

/// The trace's range of y in each pixel column of a crop.
std::vector<Range> ranges_of(const TraceTruth& trace, const PixelRect& crop) {
    std::vector<Range> ranges(static_cast<std::size_t>(std::max(0, crop.width)));
    const auto take_in = [&](double x, double y) {
        const double column = std::floor(x + 0.5) - crop.x;
        if (column >= 0 && column < crop.width) ranges[static_cast<std::size_t>(column)].take_in(y);
    };
    for (std::size_t i = 0; i < trace.sample_x_px.size(); ++i) {
        const double x = double{trace.sample_x_px[i]}, y = double{trace.sample_y_px[i]};
        if (std::isnan(x)) continue;
        take_in(x, y);
        if (i + 1 == trace.sample_x_px.size() || std::isnan(trace.sample_x_px[i + 1])) continue;
        const double dx = double{trace.sample_x_px[i + 1]} - x,
                     dy = double{trace.sample_y_px[i + 1]} - y;
        if (!(std::abs(dx) <= 2.0 * crop.width)) continue; // not on the crop
        const int steps = static_cast<int>(std::min(1e5, std::ceil(2 * std::abs(dx)) + 1));
        for (int step = 1; step < steps; ++step)
            take_in(x + dx * step / steps, y + dy * step / steps);
    }
    return ranges;
}

/// Each range with those of the columns within `reach`.
std::vector<Range> widened(const std::vector<Range>& ranges, int reach) {
    std::vector<Range> wide(ranges.size());
    const auto count = static_cast<int>(ranges.size());
    for (int i = 0; i < count; ++i)
        for (int j = std::max(0, i - reach); j <= std::min(count - 1, i + reach); ++j)
            wide[static_cast<std::size_t>(i)].take_in(ranges[static_cast<std::size_t>(j)]);
    return wide;
}

bool has_ink_near(const Image& mask, int column, int row, int columns_per_px) {
    for (int y = std::max(0, row - 1); y <= std::min(mask.height - 1, row + 1); ++y)
        for (int x = std::max(0, column - columns_per_px);
             x <= std::min(mask.width - 1, column + columns_per_px); ++x)
            if (mask.row(y)[x] > 0) return true;
    return false;
}

bool is_beside_hidden(const TraceTruth& trace, std::size_t sample) {
    const std::size_t last = std::min(sample + 2, trace.sample_flags.size());
    for (std::size_t i = sample == 0 ? 0 : sample - 1; i < last; ++i)
        if ((trace.sample_flags[i] & (k_in_frame | k_not_hidden)) == k_in_frame) return true;
    return false;
}

Problems check_samples_on_ink(const Image& mask, const TraceTruth& trace, const LeadsRow& lead,
                              const ManifestRow& page) {
    constexpr double k_least_width_px = 0.3; // thinner strokes can vanish
    if (lead.mask_line_width_px < k_least_width_px) return {};
    const int scale = lead.mask_columns_per_px;
    for (std::size_t i = 0; i < trace.sample_x_px.size(); ++i) {
        const double x = double{trace.sample_x_px[i]}, y = double{trace.sample_y_px[i]};
        if (!(x >= 0 && y >= 0 && x <= page.width_px - 1 && y <= page.height_px - 1)) continue;
        if (is_beside_hidden(trace, i)) continue;
        const int column = static_cast<int>(std::floor((x + 0.5 - lead.crop_px.x) * scale)),
                  row = static_cast<int>(std::floor(y + 0.5)) - lead.crop_px.y;
        if (!has_ink_near(mask, column, row, scale))
            return {concat("sample ", i, " of the trace truth is not on its ink")};
    }
    return {};
}

/// What is left of a coverage under another one, as the renderer blends.
int covered(int coverage, int by) {
    return coverage - (coverage * by + 127) / 255;
}

template <class Visit> void for_each_ink(const Image& mask, const PixelRect& place, Visit visit) {
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t *const row = mask.row(y), *const end = row + mask.width;
        for (const std::uint8_t* at = first_ink(row, end); at != end; at = first_ink(at + 1, end))
            visit(place.x + static_cast<int>(at - row), place.y + y, *at);
    }
}

/// A lead's ink as far as leads that are printed later do not cover it.
Image uncovered(const PageMasks& masks, const PageRows& rows, std::size_t lead) {
    const PixelRect& crop = rows.leads[lead].crop_px;
    Image most = masks[lead];
    for (std::size_t i = lead + 1; i < masks.size(); ++i)
        for_each_ink(masks[i], rows.leads[i].crop_px, [&](int x, int y, std::uint8_t coverage) {
            if (!contains(crop, x, y)) return;
            std::uint8_t& open = most.row(y - crop.y)[x - crop.x];
            open = static_cast<std::uint8_t>(covered(open, coverage));
        });
    return most;
}

/// A rectangle in edge coordinates that grows by pixels; initially empty.
struct PixelExtent {
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}; ///< of x and y
    void take_in(int x, int y) {
        const int at[2] = {x, y};
        for (int axis = 0; axis < 2; ++axis) {
            low[axis] = std::min(low[axis], static_cast<double>(at[axis]));
            high[axis] = std::max(high[axis], at[axis] + 1.0);
        }
    }
    bool empty() const { return high[0] < low[0]; }
};

/// Which pixels of a lead's ink may be visible, and which must be.
struct VisibleExtents {
    PixelExtent possible, certain, all;
};

VisibleExtents visible_extents(const Image& visible, const PageMasks& masks, const PageRows& rows,
                               std::size_t lead) {
    constexpr int k_rounding = 2; // of blending once per covering lead, and with the visibility
    constexpr int k_all = 255, k_half = 128;
    const Image open = uncovered(masks, rows, lead);
    VisibleExtents extents;
    for_each_ink(masks[lead], rows.leads[lead].crop_px, [&](int x, int y, std::uint8_t) {
        const PixelRect& crop = rows.leads[lead].crop_px;
        const int seen = visible.row(y - crop.y)[x - crop.x],
                  ink = open.row(y - crop.y)[x - crop.x];
        extents.all.take_in(x, y);
        if ((seen + k_rounding) * k_all >= k_half * ink) extents.possible.take_in(x, y);
        if (ink > 0 && (seen - k_rounding) * k_all >= k_half * ink) extents.certain.take_in(x, y);
    });
    return extents;
}

} // namespace

std::vector<PointPx> seen_positions(const TraceTruth& trace) {
    std::vector<PointPx> positions;
    for (std::size_t i = 0; i < std::min(trace.sample_x_px.size(), trace.sample_y_px.size()); ++i)
        positions.push_back(is_beside_hidden(trace, i) ? PointPx{std::nan(""), std::nan("")}
                                                       : PointPx{double{trace.sample_x_px[i]},
                                                                 double{trace.sample_y_px[i]}});
    return positions;
}

Problems check_mask_position(const Image& mask, const TraceTruth& trace, const LeadsRow& lead,
                             const ManifestRow& page) {
    Problems problems = check_samples_on_ink(mask, trace, lead, page);
    // A photo enlarges parts of the page by up to a half.
    const double reach_px = 1.5 * lead.mask_line_width_px + 2;
    constexpr double k_most_reach_px = 200;
    if (!(reach_px <= k_most_reach_px)) return problems; // all of the crop may be ink
    // Samples beside the crop, as beyond the edge of a picture, can have ink in it.
    const int reach = static_cast<int>(std::ceil(reach_px));
    PixelRect around = lead.crop_px;
    around.x -= reach;
    around.width += 2 * reach;
    const std::vector<Range> ranges = widened(ranges_of(trace, around), reach);
    std::string problem;
    for_each_ink(mask, {}, [&](int column, int y, std::uint8_t) {
        const int x = column / lead.mask_columns_per_px;
        if (!problem.empty() || x >= lead.crop_px.width) return;
        const Range& range = ranges[static_cast<std::size_t>(x) + static_cast<std::size_t>(reach)];
        const double row = lead.crop_px.y + y;
        if (row < range.low - reach_px || row > range.high + reach_px)
            problem = concat("has ink at x = ", x, ", y = ", y, ", far from its trace");
    });
    if (!problem.empty()) problems.push_back(problem);
    return problems;
}

PixelRect ink_of(const Image& mask, const LeadsRow& lead) {
    int left = mask.width, right = -1, top = mask.height, bottom = -1;
    for_each_ink(mask, {}, [&](int x, int y, std::uint8_t) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = y;
    });
    if (right < 0) return {};
    const int scale = lead.mask_columns_per_px;
    return {lead.crop_px.x + left / scale, lead.crop_px.y + top, right / scale - left / scale + 1,
            bottom - top + 1};
}

bool are_all_printed(const PageMasks& masks, const PageRows& rows) {
    for (std::size_t i = 0; i < rows.leads.size(); ++i)
        if (!rows.leads[i].mask_is_as_printed() ||
            (masks[i].pixels.empty() && !rows.leads[i].crop_px.empty()))
            return false;
    return true;
}

Problems check_other_ink(const PageMasks& masks, const PageRows& rows, std::size_t lead) {
    const PixelRect& crop = rows.leads[lead].crop_px;
    Image counted(crop.width, crop.height, 1);
    std::uint64_t other_px = 0;
    for (std::size_t i = 0; i < masks.size(); ++i) {
        if (i == lead || intersection(rows.leads[i].crop_px, crop).empty()) continue;
        for_each_ink(masks[i], rows.leads[i].crop_px, [&](int x, int y, std::uint8_t) {
            if (!contains(crop, x, y)) return;
            std::uint8_t& seen = counted.row(y - crop.y)[x - crop.x];
            other_px += seen == 0 ? 1 : 0;
            seen = 1;
        });
    }
    if (other_px == rows.leads[lead].other_ink_px) return {};
    return {concat("other_ink_px is ", rows.leads[lead].other_ink_px, ". The masks of the page's ",
                   "other leads have ", other_px, " pixels in its crop.")};
}

Problems check_crowded(const TraceTruth& trace, const PageMasks& masks, const PageRows& rows,
                       std::size_t lead) {
    const int reach = std::max(
        1, static_cast<int>(std::lround(std::clamp(rows.leads[lead].line_width_px, 0.0, 1e4))));
    const auto has_ink = [&](int x, int y) {
        for (std::size_t i = 0; i < masks.size(); ++i) {
            const PixelRect& crop = rows.leads[i].crop_px;
            if (i != lead && contains(crop, x, y) && masks[i].row(y - crop.y)[x - crop.x] > 0)
                return true;
        }
        return false;
    };
    const auto is_whole = [](double value) { // float32 may round to another pixel
        constexpr double k_rounding_px = 0.002;
        return std::abs(value - std::floor(value) - 0.5) > k_rounding_px;
    };
    for (std::size_t k = 0; k < trace.sample_flags.size(); ++k) {
        const double sample_x = double{trace.sample_x_px[k]},
                     sample_y = double{trace.sample_y_px[k]};
        if ((trace.sample_flags[k] & k_in_frame) == 0 || !is_whole(sample_x) || !is_whole(sample_y))
            continue;
        const int x = static_cast<int>(std::lround(sample_x)),
                  y = static_cast<int>(std::lround(sample_y));
        const bool is_crowded = has_ink(x, y) || has_ink(x, y - reach) || has_ink(x, y + reach) ||
                                has_ink(x - reach, y) || has_ink(x + reach, y);
        if (is_crowded != ((trace.sample_flags[k] & k_crowded) != 0))
            return {concat("sample_flags [", k, "] is ", int{trace.sample_flags[k]}, ", but ",
                           is_crowded ? "another trace is" : "no other trace is",
                           " within its line width")};
    }
    return {};
}

Problems check_overlap_mask(const Image& overlap, const PageMasks& masks, const PageRows& rows) {
    Image most(overlap.width, overlap.height, 1), second = most;
    const PixelRect whole{0, 0, overlap.width, overlap.height};
    for (std::size_t i = 0; i < masks.size(); ++i)
        for_each_ink(masks[i], rows.leads[i].crop_px, [&](int x, int y, std::uint8_t coverage) {
            if (!contains(whole, x, y)) return;
            std::uint8_t &high = most.row(y)[x], &low = second.row(y)[x];
            low = std::max(low, std::min(high, coverage));
            high = std::max(high, coverage);
        });
    for (std::size_t i = 0; i < second.pixels.size(); ++i)
        if (second.pixels[i] != overlap.pixels[i]) {
            const auto width = static_cast<std::size_t>(overlap.width);
            return {concat("is ", int{overlap.pixels[i]}, " at x = ", i % width,
                           ", y = ", i / width, ". The masks of the page's leads give ",
                           int{second.pixels[i]}, ".")};
        }
    return {};
}

namespace {

/// The largest coverage of each pixel by any lead.
Image most_covered(const PageMasks& masks, const PageRows& rows) {
    Image most(rows.page.width_px, rows.page.height_px, 1);
    const PixelRect whole{0, 0, most.width, most.height};
    for (std::size_t i = 0; i < masks.size(); ++i)
        for_each_ink(masks[i], rows.leads[i].crop_px, [&](int x, int y, std::uint8_t coverage) {
            if (!contains(whole, x, y)) return;
            std::uint8_t& high = most.row(y)[x];
            high = std::max(high, coverage);
        });
    return most;
}

} // namespace

Problems check_semantic_mask(const Image& semantic, const PageMasks& masks, const PageRows& rows) {
    const Image most = most_covered(masks, rows);
    const bool is_exact = rows.page.preset == "clean"; // nothing is above the traces
    const std::uint8_t least = least_ink(rows.leads.empty() ? 0 : rows.leads[0].line_width_px);
    for (std::size_t i = 0; i < most.pixels.size(); ++i) {
        const bool is_ink = most.pixels[i] >= least;
        const auto found = static_cast<PixelClass>(semantic.pixels[i]);
        const bool may_be_ink =
            found == PixelClass::trace ||
            (!is_exact && (found > PixelClass::trace || found == PixelClass::desk));
        if (is_ink ? may_be_ink : found != PixelClass::trace) continue;
        const auto width = static_cast<std::size_t>(semantic.width);
        return {concat("is ", k_pixel_class_names[semantic.pixels[i]], " at x = ", i % width,
                       ", y = ", i / width, ", where the masks of the page's leads have ",
                       int{most.pixels[i]}, " of 255")};
    }
    return {};
}

Problems check_soft_mask(const Image& soft, const PageMasks& masks, const PageRows& rows) {
    const Image most = most_covered(masks, rows);
    const bool is_exact = rows.page.preset == "clean";
    for (std::size_t i = 0; i < most.pixels.size(); ++i) {
        const std::uint8_t found = soft.pixels[3 * i + 2], expected = most.pixels[i];
        if (is_exact ? found == expected : found <= expected) continue;
        const auto width = static_cast<std::size_t>(soft.width);
        return {concat("has ", int{found}, " of trace at x = ", i % width, ", y = ", i / width,
                       ", where the masks of the page's leads have ", int{expected})};
    }
    return {};
}

Problems check_visible_mask(const Image& visible, const PageMasks& masks, const PageRows& rows,
                            std::size_t lead) {
    const PixelRect& crop = rows.leads[lead].crop_px;
    const Image most = uncovered(masks, rows, lead);
    // Nothing hides a page that is as drawn.
    const bool is_exact = rows.page.preset == "clean";
    constexpr int k_rounding = 2; // of blending once per covering lead
    for (std::size_t i = 0; i < most.pixels.size(); ++i) {
        const int found = visible.pixels[i], expected = most.pixels[i];
        if (found <= expected + k_rounding && (!is_exact || found >= expected - k_rounding))
            continue;
        const auto width = static_cast<std::size_t>(crop.width);
        return {concat("is ", found, " at x = ", i % width, ", y = ", i / width,
                       ". The masks of the page's leads leave ", expected, ".")};
    }
    return {};
}

Problems check_visible_ink(const Image& visible, const PageMasks& masks, const PageRows& rows,
                           std::size_t lead) {
    // Boxes of pages without a warp are not in whole pixels.
    constexpr double k_pixel = 1.01;
    const LeadsRow& row = rows.leads[lead];
    const VisibleExtents extents = visible_extents(visible, masks, rows, lead);
    if (row.visible_box_px.empty())
        return extents.certain.empty() ? Problems{}
                                       : Problems{"has visible ink, but no visible box"};
    if (extents.possible.empty()) return {"has a visible box, but no visible ink"};
    const double low[2] = {row.visible_box_px.x0_px, row.visible_box_px.y0_px},
                 high[2] = {row.visible_box_px.x1_px, row.visible_box_px.y1_px},
                 box_low[2] = {row.box_px.x0_px, row.box_px.y0_px},
                 box_high[2] = {row.box_px.x1_px, row.box_px.y1_px},
                 size[2] = {static_cast<double>(rows.page.width_px),
                            static_cast<double>(rows.page.height_px)};
    for (int axis = 0; axis < 2; ++axis) {
        // The padding is that of the whole box. Sides that the image clips do not show it.
        const double pad_low = extents.all.low[axis] - box_low[axis],
                     pad_high = box_high[axis] - extents.all.high[axis];
        const bool is_wrong =
            (box_low[axis] > 0 && (low[axis] < extents.possible.low[axis] - pad_low - k_pixel ||
                                   low[axis] > extents.certain.low[axis] - pad_low + k_pixel)) ||
            (box_high[axis] < size[axis] &&
             (high[axis] > extents.possible.high[axis] + pad_high + k_pixel ||
              high[axis] < extents.certain.high[axis] + pad_high - k_pixel));
        if (is_wrong)
            return {concat("its visible box is ", shortest(low[axis]), " to ", shortest(high[axis]),
                           " px in ", axis == 0 ? "x" : "y", ". Its visible mask has ink from ",
                           shortest(extents.possible.low[axis]), " to ",
                           shortest(extents.possible.high[axis]), " px.")};
    }
    return {};
}

} // namespace ecgpress
