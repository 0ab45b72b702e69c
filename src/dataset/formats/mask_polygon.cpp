#include "dataset/formats/mask_polygon.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "dataset/formats/loop_reduction.hpp"

namespace ecgpress {

namespace {

/// Where two loops are closest: an index into each. Corners far away in x are skipped quickly.
std::pair<std::size_t, std::size_t> nearest(const Loop& one, const Loop& other) {
    std::pair<std::size_t, std::size_t> best{0, 0};
    auto least = std::numeric_limits<std::int64_t>::max();
    const auto [low, high] =
        std::minmax_element(other.begin(), other.end(),
                            [](const OutlinePoint& a, const OutlinePoint& b) { return a.x < b.x; });
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
    const OutlinePoint from = polygon[i], to = loop.front();
    if (from == to)
        loop.erase(loop.begin());
    else
        loop.push_back(to);
    loop.push_back(from);
    polygon.insert(polygon.begin() + static_cast<std::ptrdiff_t>(i) + 1, loop.begin(), loop.end());
}

/// One polygon of all loops.
Loop joined(std::vector<Loop> loops) {
    if (loops.empty()) return {};
    // From left to right, so that a loop follows the one that it is connected to.
    std::vector<std::pair<int, std::size_t>> order; // smallest x and its loop
    for (const Loop& loop : loops) {
        int least = loop.front().x;
        for (const OutlinePoint& point : loop) least = std::min(least, point.x);
        order.emplace_back(least, order.size());
    }
    std::sort(order.begin(), order.end());
    Loop polygon = std::move(loops[order.front().second]);
    for (std::size_t i = 1; i < order.size(); ++i)
        hang_on(polygon, std::move(loops[order[i].second]));
    return polygon;
}

} // namespace

std::vector<OutlinePoint> polygon_of(const LeadMask& mask) {
    return joined(boundaries_of(mask, LoopPoints::corners));
}

std::vector<OutlinePoint> outline_of(const LeadMask& mask, std::uint64_t most) {
    std::vector<OutlinePoint> exact = polygon_of(mask);
    if (most == 0 || exact.size() < most) return exact;
    return joined(
        reduced(boundaries_of(mask, LoopPoints::middles), static_cast<std::size_t>(most - 1)));
}

} // namespace ecgpress
