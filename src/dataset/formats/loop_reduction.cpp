#include "dataset/formats/loop_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <queue>

namespace ecgpress {

namespace {

constexpr double k_exact = 0.6; ///< distance in halves of a pixel that counts as none
constexpr std::size_t k_least_points = 3;

/// A stretch of a loop that is one side of its reduced outline.
struct Side {
    double error = 0; ///< sum of the squares of its points' distances
    std::size_t loop = 0;
    std::size_t from = 0, to = 0; ///< places of its ends; the end of the loop is its first point
    std::size_t farthest = 0;     ///< place of the point at the largest distance; from: no point

    /// By error. Equal ones in the order of their places, so that the result is unique.
    bool operator<(const Side& other) const {
        if (error != other.error) return error < other.error;
        return loop != other.loop ? loop > other.loop : from > other.from;
    }
};

/// Distance of a point from the line segment from a to b.
double distance(const OutlinePoint& point, const OutlinePoint& a, const OutlinePoint& b) {
    const double dx = b.x - a.x, dy = b.y - a.y, px = point.x - a.x, py = point.y - a.y;
    const double squared = dx * dx + dy * dy;
    const double part = squared == 0 ? 0 : std::clamp((px * dx + py * dy) / squared, 0.0, 1.0);
    const double x = px - part * dx, y = py - part * dy;
    return std::sqrt(x * x + y * y);
}

class Reduction {
  public:
    explicit Reduction(const std::vector<Loop>& loops) : loops_(loops), kept_(loops.size()) {}

    std::vector<Loop> run(std::size_t most) {
        start_largest(most);
        while (!sides_.empty() && used_ < most && sides_.top().error > 0) split(take_top());
        std::vector<Loop> outlines;
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            if (kept_[i].empty()) continue;
            std::sort(kept_[i].begin(), kept_[i].end());
            outlines.emplace_back();
            for (const std::size_t place : kept_[i]) outlines.back().push_back(loops_[i][place]);
        }
        return outlines;
    }

  private:
    const OutlinePoint& point(std::size_t loop, std::size_t place) const {
        return loops_[loop][place == loops_[loop].size() ? 0 : place];
    }

    /// Three points of each loop, the longest loops first, as far as there is space.
    void start_largest(std::size_t most) {
        std::vector<std::size_t> order(loops_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return loops_[a].size() > loops_[b].size();
        });
        for (const std::size_t loop : order) {
            const std::size_t bridge = used_ == 0 ? 0 : k_bridge_points;
            if (used_ + bridge + k_least_points > most) return;
            used_ += bridge;
            start(loop);
        }
    }

    /// The first point, the one farthest from it, and the one farthest from the line between them.
    void start(std::size_t loop) {
        const Side whole = side(loop, 0, loops_[loop].size());
        const Side there = side(loop, 0, whole.farthest),
                   back = side(loop, whole.farthest, loops_[loop].size());
        keep(loop, 0);
        keep(loop, whole.farthest);
        const bool is_there = farthest_distance(there) >= farthest_distance(back);
        sides_.push(is_there ? back : there);
        split(is_there ? there : back);
    }

    double farthest_distance(const Side& side) const {
        return distance(point(side.loop, side.farthest), point(side.loop, side.from),
                        point(side.loop, side.to));
    }

    Side take_top() {
        const Side side = sides_.top();
        sides_.pop();
        return side;
    }

    void keep(std::size_t loop, std::size_t place) {
        kept_[loop].push_back(place);
        ++used_;
    }

    void split(const Side& whole) {
        keep(whole.loop, whole.farthest);
        sides_.push(side(whole.loop, whole.from, whole.farthest));
        sides_.push(side(whole.loop, whole.farthest, whole.to));
    }

    Side side(std::size_t loop, std::size_t from, std::size_t to) const {
        Side side{0, loop, from, to, from};
        const OutlinePoint &a = point(loop, from), &b = point(loop, to);
        double largest = -1;
        for (std::size_t place = from + 1; place < to; ++place) {
            const double off = distance(point(loop, place), a, b);
            const double excess = std::max(0.0, off - k_exact);
            side.error += excess * excess;
            if (off <= largest) continue;
            largest = off;
            side.farthest = place;
        }
        return side;
    }

    const std::vector<Loop>& loops_;
    std::vector<std::vector<std::size_t>> kept_; ///< places of each loop's points
    std::priority_queue<Side> sides_;
    std::size_t used_ = 0; ///< points of the joined polygon
};

} // namespace

std::vector<Loop> reduced(const std::vector<Loop>& loops, std::size_t most) {
    return Reduction(loops).run(most);
}

} // namespace ecgpress
