#include "dataset/formats/mask_polygon.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace ecgpress {

namespace {

using Loop = std::vector<PixelCorner>;

enum Direction { right, down, left, up }; // clockwise
constexpr int k_dx[] = {1, 0, -1, 0}, k_dy[] = {0, 1, 0, -1};

/// Follows the edges between pixels with the ink on the right: clockwise around ink,
/// counter-clockwise around holes.
class CrackWalk {
  public:
    explicit CrackWalk(const LeadMask& mask)
        : mask_(mask), walked_(mask.coverage.width, mask.coverage.height, 1) {}

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
            x += k_dx[direction];
            y += k_dy[direction];
            const int next = turned(x, y, direction);
            if (next != direction) loop.push_back({mask_.x + x, mask_.y + y});
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
    Image walked_; ///< 1: the edge above this pixel has been followed.
};

/// Where two loops are closest: an index into each. Corners far away in x are skipped quickly.
std::pair<std::size_t, std::size_t> nearest(const Loop& one, const Loop& other) {
    std::pair<std::size_t, std::size_t> best{0, 0};
    auto least = std::numeric_limits<std::int64_t>::max();
    const auto [low, high] =
        std::minmax_element(other.begin(), other.end(),
                            [](const PixelCorner& a, const PixelCorner& b) { return a.x < b.x; });
    for (std::size_t i = 0; i < one.size(); ++i) {
        const std::int64_t away = std::max({low->x - one[i].x, one[i].x - high->x, 0});
        if (away * away >= least) continue;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const std::int64_t dx = one[i].x - other[j].x, dy = one[i].y - other[j].y;
            if (dx * dx + dy * dy >= least) continue;
            least = dx * dx + dy * dy;
            best = {i, j};
        }
    }
    return best;
}

/// Inserts the loop where it is closest: to it, around it, and back.
void hang_on(Loop& polygon, Loop loop) {
    const auto [i, j] = nearest(polygon, loop);
    std::rotate(loop.begin(), loop.begin() + static_cast<std::ptrdiff_t>(j), loop.end());
    const PixelCorner from = polygon[i], to = loop.front();
    if (from == to)
        loop.erase(loop.begin());
    else
        loop.push_back(to);
    loop.push_back(from);
    polygon.insert(polygon.begin() + static_cast<std::ptrdiff_t>(i) + 1, loop.begin(), loop.end());
}

} // namespace

std::vector<PixelCorner> polygon_of(const LeadMask& mask) {
    std::vector<Loop> loops = CrackWalk(mask).all_loops();
    if (loops.empty()) return {};
    // From left to right, so that a loop follows the one that it is connected to.
    std::vector<std::pair<int, std::size_t>> order; // smallest x and its loop
    for (const Loop& loop : loops) {
        int least = loop.front().x;
        for (const PixelCorner& corner : loop) least = std::min(least, corner.x);
        order.emplace_back(least, order.size());
    }
    std::sort(order.begin(), order.end());
    Loop polygon = std::move(loops[order.front().second]);
    for (std::size_t i = 1; i < order.size(); ++i)
        hang_on(polygon, std::move(loops[order[i].second]));
    return polygon;
}

} // namespace ecgpress
