#include "render/scene/sample_flags.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ecgpress {

namespace {

constexpr int k_half_seen = 128;     ///< from this visibility on, ink counts as visible
constexpr int k_least_contrast = 10; ///< grey levels; docs/formats/release.md defines the flag

/// Luma in fixed-point arithmetic.
int luma_of(const std::uint8_t* rgb) {
    return (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2] + 128) >> 8; // ITU-R BT.601
}

/// Luma as if the ink were dark and the paper light.
int printed_luma(const RenderedPage& page, int x, int y) {
    const int luma = luma_of(page.image.row(y) + std::ptrdiff_t{3} * x);
    return page.light_on_dark ? 255 - luma : luma;
}

/// Estimates the brightness of the paper around a pixel: a percentile of the brightness in a
/// square.
class LocalPaper {
  public:
    explicit LocalPaper(const RenderedPage& page)
        : columns_((page.image.width + k_cell_px - 1) / k_cell_px),
          cells_(static_cast<std::size_t>(columns_) *
                 static_cast<std::size_t>((page.image.height + k_cell_px - 1) / k_cell_px)) {
        std::size_t cell = 0;
        for (int y = 0; y < page.image.height; y += k_cell_px)
            for (int x = 0; x < page.image.width; x += k_cell_px)
                cells_[cell++] = brightness(page, x, y);
    }

    int at(int x, int y) const {
        return cells_[static_cast<std::size_t>(y / k_cell_px) * static_cast<std::size_t>(columns_) +
                      static_cast<std::size_t>(x / k_cell_px)];
    }

  private:
    static constexpr int k_cell_px = 32, k_step_px = 2;
    static constexpr double k_darker = 0.8; ///< share of darker pixels: noise, grid, traces

    static std::uint8_t brightness(const RenderedPage& page, int x0, int y0) {
        std::array<int, 256> count{};
        int all = 0;
        for (int y = y0; y < std::min(y0 + k_cell_px, page.image.height); y += k_step_px)
            for (int x = x0; x < std::min(x0 + k_cell_px, page.image.width); x += k_step_px, ++all)
                ++count[static_cast<std::size_t>(printed_luma(page, x, y))];
        // From the bright end, which is near: most pixels are paper.
        int brighter = all - static_cast<int>(k_darker * all);
        std::size_t level = 255;
        while (level > 0 && count[level] < brighter) brighter -= count[level--];
        return static_cast<std::uint8_t>(level);
    }

    int columns_;
    std::vector<std::uint8_t> cells_;
};

/// Returns the brightness of the darkest of the nine pixels around a pixel.
int darkest_around(const RenderedPage& page, int x, int y) {
    int darkest = 255;
    for (int v = std::max(0, y - 1); v <= std::min(page.image.height - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(page.image.width - 1, x + 1); ++u)
            darkest = std::min(darkest, printed_luma(page, u, v));
    return darkest;
}

/// Flags samples with ink of `other` one line width above, below, left or right of them.
void flag_crowded(const PanelLabels& panel, const InkMask& other, Bytes& flags) {
    const int reach = std::max(1, static_cast<int>(std::lround(panel.line_width_px)));
    const PixelRect near{other.rect.x - reach, other.rect.y - reach, other.rect.width + 2 * reach,
                         other.rect.height + 2 * reach};
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (flags[i] == 0) continue;
        const int x = static_cast<int>(std::lround(panel.trace_px[i].x_px)),
                  y = static_cast<int>(std::lround(panel.trace_px[i].y_px));
        if (x < near.x || y < near.y || x >= near.right() || y >= near.bottom()) continue;
        if (other.at(x, y) > 0 || other.at(x, y - reach) > 0 || other.at(x, y + reach) > 0 ||
            other.at(x - reach, y) > 0 || other.at(x + reach, y) > 0)
            flags[i] |= k_crowded;
    }
}

/// Returns the flags of a sample, except k_crowded.
/// @param paper  null: contrast is not checked
std::uint8_t flags_at(const PointPx& point, const RenderedPage& page, const LocalPaper* paper) {
    const int width = page.image.width, height = page.image.height;
    if (std::isnan(point.x_px) || std::isnan(point.y_px)) return 0;
    std::uint8_t flags = k_ink_left;
    if (!(point.x_px >= -0.5 && point.y_px >= -0.5 && point.x_px < width - 0.5 &&
          point.y_px < height - 0.5))
        return flags | k_not_hidden;
    const int x = static_cast<int>(std::lround(point.x_px)),
              y = static_cast<int>(std::lround(point.y_px));
    flags |= k_in_frame;
    if (page.seen.pixels.empty() || page.seen.row(y)[x] >= k_half_seen) flags |= k_not_hidden;
    if (paper == nullptr || paper->at(x, y) - darkest_around(page, x, y) >= k_least_contrast)
        flags |= k_contrast;
    return flags;
}

/// Returns whether two rectangles are less than `reach` pixels apart.
bool touch(const PixelRect& a, const PixelRect& b, int reach) {
    return a.x < b.right() + reach && b.x < a.right() + reach && a.y < b.bottom() + reach &&
           b.y < a.bottom() + reach;
}

} // namespace

std::vector<Bytes> sample_flags(const Labels& labels, const RenderedPage& page) {
    // On a page without artifacts the ink has the contrast that the style defines.
    const bool as_drawn = page.blank != nullptr;
    std::optional<LocalPaper> paper;
    if (!as_drawn) paper.emplace(page);
    std::vector<Bytes> all;
    for (std::size_t i = 0; i < labels.panels.size(); ++i) {
        const PanelLabels& panel = labels.panels[i];
        Bytes flags;
        flags.reserve(panel.trace_px.size());
        for (const PointPx& point : panel.trace_px)
            flags.push_back(flags_at(point, page, paper ? &*paper : nullptr));
        const int reach = static_cast<int>(std::ceil(panel.line_width_px)) + 1;
        for (std::size_t other = 0; other < page.traces.size(); ++other)
            if (other != i && touch(page.traces[i].rect, page.traces[other].rect, reach))
                flag_crowded(panel, page.traces[other], flags);
        all.push_back(std::move(flags));
    }
    return all;
}

namespace {

/// Returns the slope |dy / dx| of a trace at a sample; 0 beside gaps.
double slope_at(const std::vector<PointMm>& trace_mm, std::size_t i) {
    const PointMm& before = trace_mm[i == 0 ? 0 : i - 1];
    const PointMm& after = trace_mm[std::min(i + 1, trace_mm.size() - 1)];
    const double slope = std::abs((after.y_mm - before.y_mm) / (after.x_mm - before.x_mm));
    return std::isfinite(slope) ? slope : 0;
}

} // namespace

void drop_faded(const Scene& scene, const std::vector<PointMm>& trace_mm, Bytes& flags) {
    constexpr double k_least = 0.25; // share of the ink; docs/formats/release.md
    const Print& print = scene.print;
    if (print.ink_left.empty() && print.rows.empty() && print.pen.least == 1) return;
    for (std::size_t i = 0; i < trace_mm.size(); ++i) {
        if (flags[i] == 0) continue;
        double left = print.ink_left.empty()
                          ? 1
                          : double{print.ink_left.at(trace_mm[i].x_mm, trace_mm[i].y_mm)};
        for (const Print::Row& row : print.rows)
            if (trace_mm[i].y_mm >= row.y_mm && trace_mm[i].y_mm < row.y_mm + row.height_mm)
                left *= row.left;
        if (print.pen.least < 1) left *= print.pen.ink_at(slope_at(trace_mm, i));
        if (left < k_least) flags[i] &= static_cast<std::uint8_t>(~k_ink_left);
    }
}

PixelRect visible_rect(const InkMask& trace, const RenderedPage& page) {
    if (page.seen.pixels.empty()) return trace.rect;
    int left = page.image.width, top = page.image.height, right = -1, bottom = -1;
    const std::uint8_t* coverage = trace.coverage.data();
    for (int y = trace.rect.y; y < trace.rect.bottom(); ++y)
        for (int x = trace.rect.x; x < trace.rect.right(); ++x, ++coverage)
            if (*coverage > 0 && page.seen.row(y)[x] >= k_half_seen) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
    if (right < 0) return {};
    return {left, top, right - left + 1, bottom - top + 1};
}

} // namespace ecgpress
