// The sheet of paper as a body: how its print was fed, how it is creased and bent, and where its
// drawing is seen in space.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "core/geometry.hpp"
#include "render/scene/field.hpp"

namespace ecgpress {

/// A displacement that goes to and fro: amplitude * sin(2 pi (position / period + phase)).
struct Wave {
    double amplitude_mm = 0, period_mm = 1, phase_turns = 0;
};
double sum_at(const std::vector<Wave>& waves, double position_mm);

/// A cylinder's surface of any profile: the paper keeps its lengths exactly.
class Bend {
  public:
    Bend() = default; ///< flat
    /// @param direction_rad  along which the paper bends
    /// @param slope          its angle in rad at q = -1 ... 1 over the paper, level beyond
    Bend(double width_mm, double height_mm, double direction_rad,
         const std::function<double(double)>& slope);

    bool flat() const { return along_mm_.empty(); }
    /// A place on the cylinder, and sine and cosine of the paper's slope there.
    struct Place {
        double along_mm, up_mm, sine, cosine;
    };
    Place at(double length_mm) const; ///< from the paper's middle
    /// With slopes `factor` times as steep.
    Bend softened(double factor) const;
    double cosine() const { return cosine_; }
    double sine() const { return sine_; }

  private:
    void integrate();

    double cosine_ = 1, sine_ = 0, reach_mm_ = 0;
    std::vector<double> slope_rad_;                          ///< over [-reach, reach]
    std::vector<double> along_mm_, up_mm_, sines_, cosines_; ///< that follow from it
};

struct PointInSpace {
    double x_mm = 0, y_mm = 0, z_mm = 0; ///< x right, y down, z towards the eye; origin: the middle
};

struct Sheet {
    static constexpr double k_cells_per_mm = 2;

    double width_mm = 0, height_mm = 0;

    // The printer's feed: where ink meant for a place on paper went.
    double stretch = 0;       ///< in x: 0.01 is a hundredth longer
    double shear = 0;         ///< y moves by so much of x
    std::vector<Wave> wobble; ///< y moves, over x

    Field relief_mm; ///< creases, ridges and cockle above the plane; empty: none
    Field wear;      ///< 0-1: print rubbed off on crests; empty: none
    Bend bend;

    /// Adds to the relief, which is made if there is none yet.
    Field& relief();
    Field& worn();
    bool is_flat() const { return relief_mm.empty() && bend.flat(); }
    bool is_fed_straight() const { return stretch == 0 && shear == 0 && wobble.empty(); }

    /// With relief and bend `factor` times as strong.
    Sheet softened(double factor) const;
    /// Where on the drawing the ink at a place of the paper stands.
    PointMm drawing_from_paper(const PointMm& paper) const;
};

/// How steep a sheet is.
class Slopes {
  public:
    explicit Slopes(const Sheet& sheet);

    /// dz/dx and dz/dy of the paper at a cell of the relief's raster.
    std::array<double, 2> at(int column, int row) const;
    /// Of the relief alone; empty: there is none.
    const Field& x() const { return x_; }
    const Field& y() const { return y_; }

  private:
    const Sheet* sheet_;
    Field x_, y_;
};

/// Where a sheet's places are in space; its contraction worked out once.
class Surface {
  public:
    explicit Surface(const Sheet& sheet);

    /// Near to isometric: the paper is drawn together by what its relief climbs (1/2 slope^2,
    /// smoothed over 12 mm).
    PointInSpace at(const PointMm& paper) const;

  private:
    const Sheet* sheet_;
    Field contraction_x_, contraction_y_;
};

/// A place of a sheet that has no relief, only its bend.
PointInSpace bent(const Sheet& sheet, const PointMm& paper);

} // namespace ecgpress
