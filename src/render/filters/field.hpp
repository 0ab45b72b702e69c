// A smooth scalar field over the paper (in mm) or the image (in px): heights, densities, gains.
#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"

namespace ecgpress {

/// Values at the centres of square cells, with bilinear interpolation between them. Outside, the
/// values at the edge are repeated.
struct Field {
    int columns = 0, rows = 0;
    double cells_per_unit = 1; ///< cells per mm or px
    std::vector<float> values;

    Field() = default; ///< an empty field: 0 everywhere
    /// Covers [0, width) x [0, height).
    Field(double width, double height, double cells_a_unit, float value = 0);

    bool empty() const { return values.empty(); }
    float* row(int row) { return values.data() + offset(row); }
    const float* row(int row) const { return values.data() + offset(row); }
    /// Returns the position of a column's (or row's) centre.
    double centre(int index) const { return (index + 0.5) / cells_per_unit; }
    /// Returns the interpolated value at a position.
    float at(double x, double y) const;

  private:
    std::size_t offset(int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns);
    }
};

/// Parameters of smooth noise in octaves: each octave has cells half as large as the one before,
/// and `fall` times its strength.
struct NoiseShape {
    double cell = 1; ///< cell of the first octave, mm or px
    int octaves = 3;
    double fall = 0.5;
};
/// Returns noise of mean 0 and standard deviation about 1.
Field noise_field(double width, double height, double cells_per_unit, const NoiseShape& shape,
                  Rng& random);

/// Approximates a Gaussian blur by three box filters. The peak is 6 % lower per direction.
/// @param sigma  in mm or px
void blur(Field& field, double sigma);

/// Calls visit(x, y, value&, other value) for cells whose centres are in [x0, x1) x [y0, y1).
/// @param other  a field with the same raster
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

/// The same for a single field: calls visit(x, y, value&).
template <class Visit>
void for_each_cell(Field& field, double x0, double y0, double x1, double y1, Visit visit) {
    for_each_cell(field, field, x0, y0, x1, y1,
                  [&](double x, double y, float& value, float) { visit(x, y, value); });
}

} // namespace ecgpress
