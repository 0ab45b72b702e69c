#include "pipeline/rules/mask_decoders.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecgpress {

namespace {

constexpr std::uint8_t k_foreground = 255;
constexpr std::int64_t k_most_pixels = std::int64_t{1} << 28; ///< more than any page has

/// Run lengths of a text; empty if it is not valid.
std::vector<std::int64_t> runs_of(const std::string& counts, std::int64_t pixels) {
    std::vector<std::int64_t> runs;
    std::int64_t value = 0, sum = 0;
    int shift = 0;
    for (const char letter : counts) {
        const int code = letter - 48;
        if (code < 0 || code > 63 || shift > 40) return {};
        value |= static_cast<std::int64_t>(code & 31) << shift;
        shift += 5;
        if ((code & 32) != 0) continue; // more follow
        if ((code & 16) != 0) value -= std::int64_t{1} << shift;
        if (runs.size() > 2) value += runs[runs.size() - 2];
        sum += value;
        if (value < 0 || sum > pixels) return {};
        runs.push_back(value);
        value = 0;
        shift = 0;
    }
    return shift == 0 && sum == pixels ? runs : std::vector<std::int64_t>();
}

/// A rectangle that grows.
struct Bounds {
    int left = 1 << 30, top = 1 << 30, right = -1, bottom = -1;
    void take_in(int x0, int y0, int x1, int y1) {
        left = std::min(left, x0);
        top = std::min(top, y0);
        right = std::max(right, x1);
        bottom = std::max(bottom, y1);
    }
    /// False also for a rectangle that no page can have.
    bool is_valid() const {
        return right >= left && bottom >= top &&
               (std::int64_t{right} - left + 1) * (std::int64_t{bottom} - top + 1) <= k_most_pixels;
    }
    LeadMask mask() const { return {Image(right - left + 1, bottom - top + 1, 1), left, top}; }
};

/// Calls visit(x, first y, last y) for each stretch of foreground in a column.
template <class Visit>
void for_each_stretch(const std::vector<std::int64_t>& runs, int height_px, Visit visit) {
    std::int64_t at = 0;
    for (std::size_t i = 0; i < runs.size(); at += runs[i], ++i) {
        if (i % 2 == 0) continue;
        for (std::int64_t from = at; from < at + runs[i];) {
            const std::int64_t x = from / height_px, y = from % height_px;
            const std::int64_t count = std::min(at + runs[i] - from, height_px - y);
            visit(static_cast<int>(x), static_cast<int>(y), static_cast<int>(y + count - 1));
            from += count;
        }
    }
}

/// The part of a mask with foreground.
std::optional<LeadMask> cut_to_foreground(const LeadMask& mask) {
    Bounds bounds;
    for (int y = 0; y < mask.coverage.height; ++y)
        for (int x = 0; x < mask.coverage.width; ++x)
            if (mask.is_ink(x, y)) bounds.take_in(x, y, x, y);
    if (!bounds.is_valid()) return std::nullopt;
    LeadMask part = bounds.mask();
    for (int y = 0; y < part.coverage.height; ++y)
        std::copy_n(mask.coverage.row(bounds.top + y) + bounds.left, part.coverage.width,
                    part.coverage.row(y));
    part.x += mask.x;
    part.y += mask.y;
    return part;
}

} // namespace

std::optional<LeadMask> mask_of_runs(const std::string& counts, int width_px, int height_px) {
    if (width_px < 1 || height_px < 1) return std::nullopt;
    const auto runs = runs_of(counts, std::int64_t{width_px} * height_px);
    Bounds bounds;
    for_each_stretch(runs, height_px,
                     [&](int x, int top, int bottom) { bounds.take_in(x, top, x, bottom); });
    if (!bounds.is_valid()) return std::nullopt;
    LeadMask mask = bounds.mask();
    for_each_stretch(runs, height_px, [&](int x, int top, int bottom) {
        for (int y = top; y <= bottom; ++y)
            mask.coverage.row(y - mask.y)[x - mask.x] = k_foreground;
    });
    return mask;
}

std::optional<LeadMask> mask_of_polygon(const std::vector<OutlinePoint>& points) {
    Bounds bounds;
    for (const OutlinePoint& point :
         points) // the pixels that it is a corner of, or in the middle of
        bounds.take_in(point.x / 2, point.y / 2, (point.x - 1) / 2, (point.y - 1) / 2);
    if (points.size() < 3 || !bounds.is_valid()) return std::nullopt;
    LeadMask mask = bounds.mask();
    for (std::size_t i = 0; i < points.size(); ++i) {
        // Both ways along a bridge cross the same centres, because ends are ordered.
        const OutlinePoint &a = points[i], &b = points[(i + 1) % points.size()];
        const OutlinePoint &upper = a.y < b.y ? a : b, &lower = a.y < b.y ? b : a;
        // Rows with a centre, at 2 y + 1 halves of a pixel, from the upper end to before the lower.
        for (int y = upper.y / 2; y < lower.y / 2; ++y) {
            const double x = (upper.x + (2.0 * y + 1 - upper.y) * (lower.x - upper.x) /
                                            static_cast<double>(lower.y - upper.y)) /
                             2;
            std::uint8_t* const row = mask.coverage.row(y - mask.y);
            for (int k = std::max(0, static_cast<int>(std::ceil(x - 0.5)) - mask.x);
                 k < mask.coverage.width; ++k)
                row[k] = static_cast<std::uint8_t>(k_foreground - row[k]);
        }
    }
    return cut_to_foreground(mask);
}

std::uint64_t area_of(const LeadMask& mask) {
    const Bytes& pixels = mask.coverage.pixels;
    return static_cast<std::uint64_t>(std::count(pixels.begin(), pixels.end(), k_foreground));
}

} // namespace ecgpress
