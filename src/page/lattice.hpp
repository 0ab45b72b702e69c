// The map of a distorted page: for each position in the image, the visible position on the flat
// drawing. Images are resampled with it and points are solved for with it, so both always agree, no
// matter which physical effects it combines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/geometry.hpp"

namespace ecgpress {

/// Positions in the image and on the drawing have pixel centres at integers. Node (column, row) is
/// at the image position (16 column, 16 row). The map is bilinear between nodes and extrapolated
/// from the last cell beyond them.
class Lattice {
  public:
    static constexpr int k_pitch_px = 16;
    static constexpr int k_units_per_px = 1024; ///< nodes are stored as integers in this unit

    struct Node {
        std::int32_t x = 0, y = 0; ///< 1/1024 px on the drawing
        bool operator==(const Node& other) const { return x == other.x && y == other.y; }
    };

    /// All nodes are at the drawing's corner. @param width_px, height_px  size of the image
    Lattice(int width_px, int height_px);
    /// @throws DataError if the number of nodes does not match the image size, or a node is too far
    /// outside
    Lattice(int width_px, int height_px, std::vector<Node> nodes);

    int width_px() const { return width_px_; }
    int height_px() const { return height_px_; }
    int columns() const { return columns_; } ///< of nodes, up to one cell beyond the image
    int rows() const { return rows_; }
    const Node* row(int row) const { return nodes_.data() + index(0, row); }

    /// Sets a node, rounded to the nearest unit.
    void set(int column, int row, const PointPx& drawing);

    PointPx drawing_from_image(const PointPx& image) const;

    /// The derivative of the map.
    struct Jacobian {
        double xx, xy, yx, yy; ///< d drawing.x / d image.x, d drawing.x / d image.y, ...
        double determinant() const { return xx * yy - xy * yx; }
    };
    Jacobian jacobian(const PointPx& image) const;

    /// Solves for the image position of a position on the drawing, with Newton's method from
    /// `start`, to 1e-4 px. std::nullopt if it does not converge (where the map folds).
    std::optional<PointPx> image_from_drawing(const PointPx& drawing, const PointPx& start) const;
    /// The same for consecutive positions, each starting from the result of the one before; NaN
    /// where a position is NaN or hidden.
    std::vector<PointPx> image_from_drawing(const std::vector<PointPx>& drawing) const;

    /// The smallest determinant of the derivative in all cells that touch the drawing. In a
    /// bilinear cell it is at a corner, because the determinant is linear in each coordinate. If it
    /// is above 0, no two image positions show the same ink.
    double least_determinant(int drawing_width_px, int drawing_height_px) const;

    const std::vector<Node>& nodes() const { return nodes_; } ///< row by row

  private:
    struct Cell {
        const Node *a, *b, *c, *d; ///< upper left, upper right, lower left, lower right
        double u, v;               ///< the position in the cell, 0-1 inside
    };
    Cell cell_of(const PointPx& image) const;
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    int width_px_, height_px_, columns_, rows_;
    std::vector<Node> nodes_;
};

} // namespace ecgpress
