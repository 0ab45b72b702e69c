// Shapes that several artifacts use: ridges, blobs, strokes and polygons on the paper.
#pragma once

#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// A crease or ridge between two points on the paper.
struct Ridge {
    PointMm from, to;
    double height_mm = 1;
    double left_mm = 5, right_mm = 5; ///< decay lengths of its two flanks
    double bow_mm = 0;                ///< distance of its middle from the straight line
    double sharpness = 1.2;           ///< exponent s of its profile; 1 is a sharp crest
    double taper = 0.7;               ///< exponent of its height towards the ends; 0: ends abruptly
    double wear = 0;                  ///< 0-1: wear of the print on its crest
};

/// Adds a ridge to the sheet's relief and wear. Its height is h = a sin(pi t)^taper exp(-q^s) (1 -
/// (rho / 4 b)^2)^2, where t in 0-1 is the position along the ridge, rho the distance from it in
/// mm, b the larger flank, and q = rho / (flank on that side). The last factor ends the flanks at 4
/// b.
void add_ridge(Sheet& sheet, const Ridge& ridge);

/// Sets the camera's window to the traces and some paper around them. Sometimes a few mm of a trace
/// are cut off.
/// @param paper_mm  height of the paper above the traces, at most
void frame_traces(Scene& scene, double paper_mm, Rng& random);

/// A disc with an irregular outline.
class Blob {
  public:
    /// @param irregularity  strength of harmonics 2 to 7 of the outline
    /// @param noise  strength of harmonics 8 to 15
    Blob(const PointMm& centre, double radius_mm, double irregularity, double noise, Rng& random);
    /// Approximate signed distance from the outline (along the radius), positive inside.
    double depth_mm(double x_mm, double y_mm) const;
    /// Returns the direction from the centre, in turns.
    double turns(double x_mm, double y_mm) const;
    /// Distance from the centre within which the blob is drawn.
    double reach_mm() const { return 1.7 * radius_mm_; }

  private:
    static constexpr int k_harmonics = 14;
    PointMm centre_;
    double radius_mm_;
    std::vector<double> radii_mm_; ///< of 256 directions
};

/// Returns the mask of a line on the drawing. Points are in mm, in any order of x.
InkMask stroke(const Scene& scene, const std::vector<PointMm>& points, double width_mm);
/// Returns the mask of a filled polygon.
InkMask polygon(const Scene& scene, const std::vector<PointMm>& points);
/// Returns a line between two points that is irregular like the edge of torn paper.
/// @param roughness_mm  standard deviation of its largest waves
std::vector<PointMm> wavering(const PointMm& from, const PointMm& to, double roughness_mm,
                              Rng& random);

} // namespace ecgpress
