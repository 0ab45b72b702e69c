// The sheet of paper as a surface in space: the feed of its print, its creases and its bend.
#pragma once

#include <functional>
#include <vector>

#include "core/geometry.hpp"
#include "render/filters/field.hpp"

namespace ecgpress {

/// A periodic displacement: amplitude * sin(2 pi (position / period + phase)).
struct Wave {
    double amplitude_mm = 0, period_mm = 1, phase_turns = 0;
};
/// Returns the sum of all waves at a position, in mm.
double sum_at(const std::vector<Wave>& waves, double position_mm);

/// A general cylinder: paper bends along one direction without stretching, so lengths on the paper
/// are kept exactly.
class Bend {
  public:
    Bend() = default; ///< flat
    /// @param direction_rad  direction along which the paper bends
    /// @param slope          slope angle in rad at q = -1 ... 1 across the paper; constant beyond
    Bend(double width_mm, double height_mm, double direction_rad,
         const std::function<double(double)>& slope);

    bool flat() const { return along_mm_.empty(); }
    /// A point on the cylinder, and sine and cosine of the slope angle there.
    struct Place {
        double along_mm, up_mm, sine, cosine;
    };
    Place at(double length_mm) const; ///< length along the paper from its middle
    /// Returns this bend with all slope angles multiplied by `factor`.
    Bend softened(double factor) const;
    double cosine() const { return cosine_; }
    double sine() const { return sine_; }

  private:
    void integrate();

    double cosine_ = 1, sine_ = 0, reach_mm_ = 0;
    std::vector<double> slope_rad_;                          ///< sampled over [-reach, reach]
    std::vector<double> along_mm_, up_mm_, sines_, cosines_; ///< integrated from the slopes
};

/// A point relative to the middle of the flat paper.
struct PointInSpace {
    double x_mm = 0, y_mm = 0, z_mm = 0; ///< x right, y down, z towards the camera
};

/// The paper's size, the errors of the feed when it was printed, and its shape.
struct Sheet {
    /// Raster of relief and wear: cells of 0.5 mm, which is the width of the narrowest flanks
    /// (artifact `kinks`).
    static constexpr double k_cells_per_mm = 2;

    double width_mm = 0, height_mm = 0;

    // Errors of the printer's feed: displacement of the ink on the paper.
    double stretch = 0;       ///< of x about the middle: 0.01 means 1 % longer
    double shear = 0;         ///< displacement of y as a share of x
    std::vector<Wave> wobble; ///< displacement of y as a function of x

    Field relief_mm; ///< height of creases, ridges and cockle over the bend; empty: flat
    Field wear;      ///< 0-1: share of the print that is rubbed off on crests; empty: none
    Bend bend;

    /// Returns the relief, or the wear, and creates it if it is empty.
    Field& relief();
    Field& worn();
    bool is_flat() const { return relief_mm.empty() && bend.flat(); }
    bool is_fed_straight() const { return stretch == 0 && shear == 0 && wobble.empty(); }

    /// Returns this sheet with relief and bend multiplied by `factor`.
    Sheet softened(double factor) const;
    /// Maps a position on the paper to the position on the drawing whose ink is printed there.
    PointMm drawing_from_paper(const PointMm& paper) const;
};

/// The slopes of a sheet's relief, without its bend.
class Slopes {
  public:
    explicit Slopes(const Sheet& sheet);

    /// dz/dx and dz/dy; empty if there is no relief.
    const Field& x() const { return x_; }
    const Field& y() const { return y_; }

  private:
    Field x_, y_;
};

/// Maps positions on a sheet to space. The contraction by the relief is computed once.
class Surface {
  public:
    explicit Surface(const Sheet& sheet);

    /// Nearly isometric: where the relief has a slope, paper covers less of the plane (by 1/2
    /// slope^2 per length, smoothed over 12 mm).
    PointInSpace at(const PointMm& paper) const;

  private:
    const Sheet* sheet_;
    Field contraction_x_, contraction_y_;
};

} // namespace ecgpress
