#include "dataset/formats/crack_walk.hpp"

namespace ecgpress {

namespace {

enum Direction { right, down, left, up }; // clockwise
constexpr int k_dx[] = {1, 0, -1, 0}, k_dy[] = {0, 1, 0, -1};

/// Follows the edges between pixels with the ink on the right.
class CrackWalk {
  public:
    CrackWalk(const LeadMask& mask, LoopPoints points)
        : mask_(mask), points_(points), walked_(mask.coverage.width, mask.coverage.height, 1) {}

    /// Every loop has an edge that is followed to the right: the upper side of some ink.
    std::vector<Loop> all_loops() {
        std::vector<Loop> loops;
        for (int y = 0; y < walked_.height; ++y)
            for (int x = 0; x < walked_.width; ++x)
                if (mask_.is_ink(x, y) && !mask_.is_ink(x, y - 1) && walked_.row(y)[x] == 0)
                    loops.push_back(walk_from(x, y));
        return loops;
    }

  private:
    Loop walk_from(const int first_x, const int first_y) {
        Loop loop;
        int x = first_x, y = first_y, direction = right;
        do {
            if (direction == right) walked_.row(y)[x] = 1;
            if (points_ == LoopPoints::middles)
                loop.push_back(
                    {2 * (mask_.x + x) + k_dx[direction], 2 * (mask_.y + y) + k_dy[direction]});
            x += k_dx[direction];
            y += k_dy[direction];
            const int next = turned(x, y, direction);
            if (next != direction && points_ == LoopPoints::corners)
                loop.push_back({2 * (mask_.x + x), 2 * (mask_.y + y)});
            direction = next;
        } while (x != first_x || y != first_y || direction != right);
        return loop;
    }

    /// Turns left wherever there is ink ahead on the left, so that pixels that touch at a corner
    /// belong to one part.
    int turned(int x, int y, int direction) const {
        // The pixels to the right and left of the edge ahead of this corner.
        constexpr int k_right[][2] = {{0, 0}, {-1, 0}, {-1, -1}, {0, -1}};
        const int* const on_right = k_right[direction];
        const int* const on_left = k_right[(direction + 3) % 4];
        if (mask_.is_ink(x + on_left[0], y + on_left[1])) return (direction + 3) % 4;
        return mask_.is_ink(x + on_right[0], y + on_right[1]) ? direction : (direction + 1) % 4;
    }

    const LeadMask& mask_;
    LoopPoints points_;
    Image walked_; ///< 1: the edge above this pixel has been followed.
};

} // namespace

std::vector<Loop> boundaries_of(const LeadMask& mask, LoopPoints points) {
    return CrackWalk(mask, points).all_loops();
}

} // namespace ecgpress
