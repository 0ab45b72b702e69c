// A smooth quantity over paper (in mm) or over an image (in px): heights, densities, gains.
#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"

namespace ecgpress {

/// Values at the centres of square cells; between them bilinear, beyond them as at the edge.
struct Field {
    int columns = 0, rows = 0;
    double cells_per_unit = 1; ///< cells a mm, or a px
    std::vector<float> values;

    Field() = default; ///< of nothing: 0 everywhere
    /// Covers [0, width) x [0, height).
    Field(double width, double height, double cells_a_unit, float value = 0);

    bool empty() const { return values.empty(); }
    float* row(int row) { return values.data() + offset(row); }
    const float* row(int row) const { return values.data() + offset(row); }
    /// Where a column's (or row's) centre is.
    double centre(int index) const { return (index + 0.5) / cells_per_unit; }
    float at(double x, double y) const;

  private:
    std::size_t offset(int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
    }
};

/// Noise of several octaves: cells of `cell` units, then half as large and `fall` times as strong,
/// and so on. Of mean 0 and deviation about 1; smooth.
struct NoiseShape {
    double cell = 1;
    int octaves = 3;
    double fall = 0.5;
};
Field noise_field(double width, double height, double cells_per_unit, const NoiseShape& shape,
                  Rng& random);

/// By three box filters: a Gaussian whose top is 6 % lower a direction. @param sigma  units
void blur(Field& field, double sigma);

/// Calls visit(x, y, value&, other's value) for the cells whose centres lie in [x0, x1) x [y0, y1).
/// @param other  a field on the same raster
template <class Visit>
void for_each_cell(Field& field, const Field& other, double x0, double y0, double x1, double y1,
                   Visit visit) {
    const auto first = [&](double low) {
        const double cell = low * field.cells_per_unit - 0.5;
        return cell > 0 ? static_cast<int>(cell) + (cell > static_cast<int>(cell) ? 1 : 0) : 0;
    };
    for (int j = first(y0); j < field.rows && field.centre(j) < y1; ++j) {
        float* const row = field.row(j);
        const float* const beside = other.row(j);
        for (int i = first(x0); i < field.columns && field.centre(i) < x1; ++i)
            visit(field.centre(i), field.centre(j), row[i], beside[i]);
    }
}

/// Calls visit(x, y, value&).
template <class Visit>
void for_each_cell(Field& field, double x0, double y0, double x1, double y1, Visit visit) {
    for_each_cell(field, field, x0, y0, x1, y1,
                  [&](double x, double y, float& value, float) { visit(x, y, value); });
}

} // namespace ecgpress
