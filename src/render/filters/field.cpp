#include "render/filters/field.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "render/draw/vectorised.hpp"

namespace ecgpress {

namespace {

/// A position on a raster: the cell before it, and its distance from that cell's centre in cells.
struct Place {
    int before = 0;
    float part = 0;
};

Place place_of(double position, double cells_per_unit, int cells) {
    const double cell =
        std::clamp(position * cells_per_unit - 0.5, 0.0, static_cast<double>(cells - 1));
    const int before = std::min(static_cast<int>(cell), std::max(0, cells - 2));
    return {before, static_cast<float>(cell - before)};
}

/// The four values that a uniform cubic B-spline combines, and their weights. Its second derivative
/// is continuous, so the raster is not visible in shaded noise.
struct SplinePlace {
    int first = 0;
    std::array<float, 4> weights{};
};

SplinePlace spline_place(double cell) {
    const double whole = std::floor(cell), t = cell - whole, s = 1 - t;
    return {static_cast<int>(whole) - 1,
            {static_cast<float>(s * s * s / 6),
             static_cast<float>((3 * t * t * t - 6 * t * t + 4) / 6),
             static_cast<float>((3 * s * s * s - 6 * s * s + 4) / 6),
             static_cast<float>(t * t * t / 6)}};
}

/// A grid of random values, with the margin that the spline needs.
struct NoiseGrid {
    int columns, rows;
    std::vector<float> values;

    NoiseGrid(int c, int r) : columns(c), rows(r) {
        values.resize(static_cast<std::size_t>(c) * static_cast<std::size_t>(r));
    }
    const float* row(int r) const {
        return values.data() + static_cast<std::size_t>(r) * static_cast<std::size_t>(columns);
    }
};

/// The weights of a row of cells, and the stretches of cells that combine the same four values.
struct SplineRow {
    struct Stretch {
        int first, begin, end; ///< first of the four values; cells from begin to before end
    };
    std::array<std::vector<float>, 4> weights;
    std::vector<Stretch> stretches;

    /// @param cells  cells of the field per grid cell
    SplineRow(int columns, double cells) {
        for (int i = 0; i < columns; ++i) {
            const SplinePlace at = spline_place(1 + (i + 0.5) / cells);
            for (std::size_t k = 0; k < 4; ++k) weights[k].push_back(at.weights[k]);
            if (stretches.empty() || stretches.back().first != at.first)
                stretches.push_back({at.first, i, i});
            stretches.back().end = i + 1;
        }
    }
};

/// Adds values, interpolated, to a row of cells.
ECGPRESS_VECTORISED
void add_spline_row(float* to, const SplineRow& row, const float* values) {
    const float *const w0 = row.weights[0].data(), *const w1 = row.weights[1].data(),
                       *const w2 = row.weights[2].data(), *const w3 = row.weights[3].data();
    for (const SplineRow::Stretch& stretch : row.stretches) {
        const float *const from = values + stretch.first, a = from[0], b = from[1], c = from[2],
                           d = from[3];
#pragma GCC ivdep // `to` is none of the weights
        for (int i = stretch.begin; i < stretch.end; ++i)
            to[i] += w0[i] * a + w1[i] * b + w2[i] * c + w3[i] * d;
    }
}

/// Adds a grid to a field by spline interpolation.
/// @param cells  cells of the field per grid cell
void add_grid(Field& field, const NoiseGrid& grid, double cells, float strength) {
    const SplineRow across(field.columns, cells);
    std::vector<float> mixed(static_cast<std::size_t>(grid.columns));
    for (int j = 0; j < field.rows; ++j) {
        const SplinePlace down = spline_place(1 + (j + 0.5) / cells);
        const float* const rows[] = {grid.row(down.first), grid.row(down.first + 1),
                                     grid.row(down.first + 2), grid.row(down.first + 3)};
        const std::array<float, 4>& w = down.weights;
        for (std::size_t i = 0; i < mixed.size(); ++i) {
            // The order of these sums is part of the result.
            const float sum =
                w[0] * rows[0][i] + w[1] * rows[1][i] + w[2] * rows[2][i] + w[3] * rows[3][i];
            mixed[i] = sum * strength;
        }
        add_spline_row(field.row(j), across, mixed.data());
    }
}

/// Replaces each value of a row by the mean of 2 reach + 1 values. The last value is repeated
/// beyond the ends.
void box_filter_row(float* values, int count, int reach, std::vector<float>& copy) {
    copy.assign(values, values + count);
    const auto at = [&](int i) {
        return double{copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]};
    };
    double sum = 0;
    for (int i = -reach; i <= reach; ++i) sum += at(i);
    const double scale = 1.0 / (2 * reach + 1);
    for (int i = 0; i < count; ++i) {
        values[i] = static_cast<float>(sum * scale);
        sum += at(i + reach + 1) - at(i - reach);
    }
}

/// The same for all columns of a field.
void box_filter_columns(Field& field, int reach) {
    const std::vector<float> copy = field.values;
    const auto columns = static_cast<std::size_t>(field.columns);
    const auto row_at = [&](int j) {
        return copy.data() + static_cast<std::size_t>(std::clamp(j, 0, field.rows - 1)) * columns;
    };
    std::vector<double> sums(columns, 0);
    for (int j = -reach; j <= reach; ++j)
        for (std::size_t i = 0; i < columns; ++i) sums[i] += double{row_at(j)[i]};
    const double scale = 1.0 / (2 * reach + 1);
    for (int j = 0; j < field.rows; ++j) {
        float* const to = field.row(j);
        const float *const comes = row_at(j + reach + 1), *const goes = row_at(j - reach);
        for (std::size_t i = 0; i < columns; ++i) {
            to[i] = static_cast<float>(sums[i] * scale);
            sums[i] += double{comes[i]} - double{goes[i]};
        }
    }
}

/// Returns half widths of three boxes whose variances ((2 reach + 1)^2 - 1) / 12 add up to about
/// sigma^2, in cells.
std::array<int, 3> box_reaches(double sigma) {
    std::array<int, 3> reaches{};
    double left = sigma * sigma;
    for (int i = 0; i < 3; ++i) {
        const double width = std::sqrt(12 * left / (3 - i) + 1);
        const int reach = static_cast<int>(std::lround((width - 1) / 2));
        reaches[static_cast<std::size_t>(i)] = reach;
        left = std::max(0.0, left - (4.0 * reach * reach + 4.0 * reach) / 12);
    }
    return reaches;
}

} // namespace

Field::Field(double width, double height, double cells_a_unit, float value)
    : columns(std::max(2, static_cast<int>(std::ceil(width * cells_a_unit)))),
      rows(std::max(2, static_cast<int>(std::ceil(height * cells_a_unit)))),
      cells_per_unit(cells_a_unit),
      values(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), value) {}

float Field::at(double x, double y) const {
    if (empty()) return 0;
    const Place across = place_of(x, cells_per_unit, columns),
                down = place_of(y, cells_per_unit, rows);
    const float* const upper = row(down.before) + across.before;
    const float* const lower = upper + columns;
    const float above = upper[0] + (upper[1] - upper[0]) * across.part;
    const float below = lower[0] + (lower[1] - lower[0]) * across.part;
    return above + (below - above) * down.part;
}

Field noise_field(double width, double height, double cells_per_unit, const NoiseShape& shape,
                  Rng& random) {
    // Octaves with cells of less than two raster cells are skipped: the raster cannot represent
    // them.
    Field field(width, height, cells_per_unit);
    double cells = shape.cell * cells_per_unit, strength = 1, power = 0;
    for (int octave = 0; octave < shape.octaves && (octave == 0 || cells >= 2); ++octave) {
        NoiseGrid grid(static_cast<int>(field.columns / cells) + 5,
                       static_cast<int>(field.rows / cells) + 5);
        for (float& value : grid.values)
            value = static_cast<float>(random.next_u32()) * 0x1p-31F - 1;
        add_grid(field, grid, cells, static_cast<float>(strength));
        power += strength * strength;
        strength *= shape.fall;
        cells /= 2;
    }
    // Uniform numbers in [-1, 1) have variance 1/3. A cubic B-spline keeps on average 151/315 of it
    // per direction (the integral of its squared weights).
    constexpr double k_spline = 151.0 / 315;
    const auto scale = static_cast<float>(1 / std::sqrt(power / 3 * k_spline * k_spline));
    for (float& value : field.values) value *= scale;
    return field;
}

void blur(Field& field, double sigma) {
    std::vector<float> copy;
    for (const int reach : box_reaches(sigma * field.cells_per_unit)) {
        if (reach == 0) continue;
        for (int j = 0; j < field.rows; ++j)
            box_filter_row(field.row(j), field.columns, reach, copy);
        box_filter_columns(field, reach);
    }
}

} // namespace ecgpress
