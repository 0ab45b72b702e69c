// Shapes that several artifacts put on paper.
#pragma once

#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// A crease or ridge between two places on the paper.
struct Ridge {
    PointMm from, to;
    double height_mm = 1;
    double left_mm = 5, right_mm = 5; ///< how wide its two sides are
    double bow_mm = 0;                ///< its middle lies so far beside the straight line
    double sharpness = 1.2;           ///< exponent of its profile; 1 is a sharp crest
    double taper = 0.7;               ///< how it ends; 0: at once
    double wear = 0;                  ///< 0-1, of the print on its crest
};

/// Adds a ridge to the sheet's relief and wear: h = a sin(pi t)^taper exp(-q^s) (1 - (rho / 4
/// b)^2)^2.
void add_ridge(Sheet& sheet, const Ridge& ridge);

/// A disc whose outline wavers: its signed distance, mm, above 0 inside.
class Blob {
  public:
    /// @param irregularity  of its outline's first harmonics;
    /// @param noise  of the finer ones
    Blob(const PointMm& centre, double radius_mm, double irregularity, double noise, Rng& random);
    double depth_mm(double x_mm, double y_mm) const;
    /// Direction from the centre, in turns.
    double turns(double x_mm, double y_mm) const;
    double reach_mm() const { return 1.7 * radius_mm_; }

  private:
    static constexpr int k_harmonics = 14;
    PointMm centre_;
    double radius_mm_;
    std::vector<double> radii_mm_; ///< by direction, 256 of them
};

/// A line's mask on the drawing, mm in, x in any order.
InkMask stroke(const Scene& scene, const std::vector<PointMm>& points, double width_mm);
/// A filled outline.
InkMask polygon(const Scene& scene, const std::vector<PointMm>& points);
/// A smooth line between two places that wavers like torn paper.
/// @param roughness_mm  of it
std::vector<PointMm> wavering(const PointMm& from, const PointMm& to, double roughness_mm,
                              Rng& random);

} // namespace ecgpress
