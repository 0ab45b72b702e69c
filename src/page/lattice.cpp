#include "page/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr double k_unit_px = 1.0 / Lattice::k_units_per_px;
// Far outside any drawing. The limit ensures that differences of nodes fit into 32 bits.
constexpr double k_far_px = 100'000;

/// Number of nodes so that the last one is at or beyond the last pixel of the image.
int node_count(int length_px) {
    return (std::max(1, length_px) - 1) / Lattice::k_pitch_px + 2;
}

PointPx drawing_of(const Lattice::Node& node) {
    return {node.x * k_unit_px, node.y * k_unit_px};
}

double cross(const PointPx& a, const PointPx& b, const PointPx& c) {
    return (b.x_px - a.x_px) * (c.y_px - a.y_px) - (b.y_px - a.y_px) * (c.x_px - a.x_px);
}

} // namespace

Lattice::Lattice(int width_px, int height_px)
    : width_px_(width_px), height_px_(height_px), columns_(node_count(width_px)),
      rows_(node_count(height_px)), nodes_(index(0, rows_)) {}

Lattice::Lattice(int width_px, int height_px, std::vector<Node> nodes)
    : width_px_(width_px), height_px_(height_px), columns_(node_count(width_px)),
      rows_(node_count(height_px)), nodes_(std::move(nodes)) {
    if (nodes_.size() != index(0, rows_))
        throw DataError(concat("a warp has ", nodes_.size(), " nodes, but an image of ", width_px,
                               "x", height_px, " requires ", index(0, rows_),
                               ". Regenerate the page."));
    const auto is_far = [](std::int32_t units) {
        constexpr auto k_far = static_cast<std::int32_t>(k_far_px) * k_units_per_px;
        return units < -k_far || units > k_far;
    };
    if (std::any_of(nodes_.begin(), nodes_.end(),
                    [&](const Node& node) { return is_far(node.x) || is_far(node.y); }))
        throw DataError(
            "a warp has a node far outside its drawing. It may be corrupt. Regenerate the page.");
}

void Lattice::set(int column, int row, const PointPx& drawing) {
    const auto units = [](double px) {
        return static_cast<std::int32_t>(
            std::lround(std::clamp(px, -k_far_px, k_far_px) * k_units_per_px));
    };
    nodes_[index(column, row)] = {units(drawing.x_px), units(drawing.y_px)};
}

Lattice::Cell Lattice::cell_of(const PointPx& image) const {
    const double x = image.x_px / k_pitch_px, y = image.y_px / k_pitch_px;
    const auto cell = [](double at, int nodes) { // also 0 for NaN
        return at > 0 ? std::min(static_cast<int>(std::min(at, 1e6)), nodes - 2) : 0;
    };
    const int column = cell(x, columns_), row = cell(y, rows_);
    const Node* const upper = nodes_.data() + index(column, row);
    const Node* const lower = upper + columns_;
    return {upper, upper + 1, lower, lower + 1, x - column, y - row};
}

PointPx Lattice::drawing_from_image(const PointPx& image) const {
    const Cell cell = cell_of(image);
    const auto between = [&](std::int32_t Node::*axis) {
        const double upper = cell.a->*axis + (cell.b->*axis - cell.a->*axis) * cell.u;
        const double lower = cell.c->*axis + (cell.d->*axis - cell.c->*axis) * cell.u;
        return (upper + (lower - upper) * cell.v) * k_unit_px;
    };
    return {between(&Node::x), between(&Node::y)};
}

Lattice::Jacobian Lattice::jacobian(const PointPx& image) const {
    const Cell cell = cell_of(image);
    constexpr double k_scale = k_unit_px / k_pitch_px;
    const auto along = [&](std::int32_t Node::*axis) { // the image's x
        const double upper = cell.b->*axis - cell.a->*axis, lower = cell.d->*axis - cell.c->*axis;
        return (upper + (lower - upper) * cell.v) * k_scale;
    };
    const auto down = [&](std::int32_t Node::*axis) { // the image's y
        const double left = cell.c->*axis - cell.a->*axis, right = cell.d->*axis - cell.b->*axis;
        return (left + (right - left) * cell.u) * k_scale;
    };
    return {along(&Node::x), down(&Node::x), along(&Node::y), down(&Node::y)};
}

std::optional<PointPx> Lattice::image_from_drawing(const PointPx& drawing,
                                                   const PointPx& start) const {
    constexpr int k_most_steps = 60;
    constexpr double k_close_px = 1e-4;
    // Far from the solution, long steps are useful because a page is nearly flat at large scale.
    // Near it, where the page may be bent, they overshoot.
    constexpr int k_long_steps = 6;
    constexpr double k_longest_px = 2000, k_careful_px = 3.0 * k_pitch_px;
    PointPx image = start;
    for (int step = 0; step < k_most_steps; ++step) {
        const PointPx there = drawing_from_image(image);
        const Jacobian j = jacobian(image);
        const double determinant = j.determinant();
        if (determinant == 0) return std::nullopt;
        const double rx = drawing.x_px - there.x_px, ry = drawing.y_px - there.y_px;
        // Newton step: the inverse of the derivative times the residual.
        double dx = (rx * j.yy - ry * j.xy) / determinant;
        double dy = (ry * j.xx - rx * j.yx) / determinant;
        const double length = std::sqrt(dx * dx + dy * dy);
        if (!(length < 1e9)) return std::nullopt;
        const double longest_px = step < k_long_steps ? k_longest_px : k_careful_px;
        if (length > longest_px) {
            dx *= longest_px / length;
            dy *= longest_px / length;
        }
        image.x_px += dx;
        image.y_px += dy;
        if (length < k_close_px) return image;
    }
    return std::nullopt;
}

std::vector<PointPx> Lattice::image_from_drawing(const std::vector<PointPx>& drawing) const {
    constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<PointPx> seen;
    seen.reserve(drawing.size());
    PointPx start{width_px_ / 2.0, height_px_ / 2.0};
    for (const PointPx& point : drawing) {
        std::optional<PointPx> image;
        if (!std::isnan(point.x_px) && !std::isnan(point.y_px))
            image = image_from_drawing(point, start);
        seen.push_back(image.value_or(PointPx{k_nan, k_nan}));
        if (image) start = *image;
    }
    return seen;
}

double Lattice::least_determinant(int drawing_width_px, int drawing_height_px) const {
    double least = std::numeric_limits<double>::infinity();
    constexpr double k_cell_area = double{k_pitch_px} * k_pitch_px;
    for (int r = 0; r + 1 < rows_; ++r)
        for (int c = 0; c + 1 < columns_; ++c) {
            const PointPx p[4] = {drawing_of(row(r)[c]), drawing_of(row(r)[c + 1]),
                                  drawing_of(row(r + 1)[c]), drawing_of(row(r + 1)[c + 1])};
            const auto [left, right] = std::minmax({p[0].x_px, p[1].x_px, p[2].x_px, p[3].x_px});
            const auto [top, bottom] = std::minmax({p[0].y_px, p[1].y_px, p[2].y_px, p[3].y_px});
            if (right < -0.5 || left > drawing_width_px - 0.5 || bottom < -0.5 ||
                top > drawing_height_px - 0.5)
                continue;
            // The determinant at a corner is the cross product of its edges over the cell's area.
            const double least_here = std::min({cross(p[0], p[1], p[2]), cross(p[1], p[3], p[0]),
                                                cross(p[2], p[0], p[3]), cross(p[3], p[2], p[1])});
            least = std::min(least, least_here / k_cell_area);
        }
    return least;
}

} // namespace ecgpress
