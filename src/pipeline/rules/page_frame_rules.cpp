#include "pipeline/rules/page_frame_rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/difficulty.hpp"

namespace ecgpress {

namespace {

/// Positions of the nodes on the drawing; NaN for those that are not in the image.
std::vector<PointPx> drawn_nodes(const PageTruth& truth) {
    std::vector<PointPx> nodes;
    for (std::size_t i = 0; i + 2 < truth.grid_nodes.size(); i += 3) {
        const PointPx image{double{truth.grid_nodes[i]}, double{truth.grid_nodes[i + 1]}};
        const bool is_known = !std::isnan(image.x_px) && !std::isnan(image.y_px);
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        nodes.push_back(!is_known    ? PointPx{nan, nan}
                        : truth.warp ? truth.warp->drawing_from_image(image)
                                     : image);
    }
    return nodes;
}

/// The first and the last of some values by their numbers.
struct Ends {
    int first = -1, last = -1;
    double at_first = 0, at_last = 0;
    void take_in(int number, double value) {
        if (first < 0 || number < first) first = number, at_first = value;
        if (number > last) last = number, at_last = value;
    }
    /// On the straight line through both.
    double at(int number) const {
        return last == first ? at_first
                             : at_first + (at_last - at_first) * (number - first) / (last - first);
    }
};

} // namespace

Problems check_homography(const PageTruth& truth, const PageRows& rows) {
    const ManifestRow& page = rows.page;
    const ImageFromPage drawing(page.page_width_mm, page.page_height_mm,
                                page.px_per_mm * k_mm_per_inch);
    const CanonicalFrame expected = canonical_frame(page.page_width_mm, page.page_height_mm,
                                                    ImageFromPage(drawing, truth.warp));
    // The resolution is stored in two units, whose last digits can differ.
    constexpr double k_rounding = 1e-6;
    for (std::size_t i = 0; i < expected.homography.matrix.size(); ++i) {
        const double found = page.homography.matrix[i], value = expected.homography.matrix[i];
        if (!is_close(found, value, k_rounding * (1e-3 + std::abs(value))))
            return {concat("its homography has ", found, " in place ", i + 1, ", its warp gives ",
                           value)};
    }
    if (!is_close(page.homography_rms_px, expected.rms_px, k_rounding * (1 + expected.rms_px)))
        return {concat("homography_rms_px is ", page.homography_rms_px, ", its warp gives ",
                       expected.rms_px)};
    return {};
}

Problems check_shares(const PageTruth& truth, const PageRows& rows) {
    Sample sample;
    for (const LeadTruth& lead : truth.leads) {
        sample.leads.emplace_back();
        sample.leads.back().truth = lead.trace;
    }
    set_difficulty(sample);
    constexpr double k_rounding = 1e-12;
    for (const auto& [name, share] : {std::pair{"visible_share", &PageRow::visible_share},
                                      {"contrast_share", &PageRow::contrast_share},
                                      {"crowded_share", &PageRow::crowded_share}})
        if (!is_close(rows.page.*share, sample.row.*share, k_rounding))
            return {concat(name, " is ", shortest(rows.page.*share), ", the flags of samples give ",
                           shortest(sample.row.*share))};
    return {};
}

void check_difficulty(const PageRows& rows, const Report& report) {
    // The oracle's values are rounded in tables.
    constexpr double k_rounding = 5e-4;
    const double expected = difficulty_of(rows.page);
    if (!is_close(rows.page.difficulty, expected, k_rounding))
        report(k_pages_table,
               concat("page ", rows.page.index, ": difficulty is ", shortest(rows.page.difficulty),
                      ", the other columns give ", shortest(expected)));
}

Problems check_grid_nodes(const PageTruth& truth, const PageRows& rows) {
    // Nodes are rounded to float32; Newton's method ends at 1e-4 px.
    constexpr double k_tolerance_px = 0.02;
    const std::vector<PointPx> nodes = drawn_nodes(truth);
    const int columns = rows.page.grid_columns;
    Ends across, down;
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (std::isnan(nodes[at].x_px)) {
            if (truth.grid_nodes[3 * at + 2] != 0)
                return {concat("grid node ", i, " is visible, but has no position")};
            continue;
        }
        across.take_in(i % columns, nodes[at].x_px);
        down.take_in(i / columns, nodes[at].y_px);
    }
    for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
        const PointPx& node = nodes[static_cast<std::size_t>(i)];
        if (std::isnan(node.x_px) || (is_close(node.x_px, across.at(i % columns), k_tolerance_px) &&
                                      is_close(node.y_px, down.at(i / columns), k_tolerance_px)))
            continue;
        return {concat("grid node ", i, " is not in line with the others of its row and column")};
    }
    return {};
}

} // namespace ecgpress
