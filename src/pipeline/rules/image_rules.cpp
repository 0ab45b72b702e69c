#include "pipeline/rules/image_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Sum of the channels of a pixel, divided by their number.
int grey_of(const std::uint8_t* rgb) {
    return (rgb[0] + rgb[1] + rgb[2]) / 3;
}

/// Largest differences that JPEG causes. Measured over 1,400 crops of all presets at quality 95: 20
/// grey levels in a pixel, 3.1 in the mean of 8 x 8 pixels. Where black ink crosses a dark red
/// grid, the halved resolution of colour causes up to 54. Quantisation grows with the scale of the
/// standard's tables (libjpeg's jpeg_quality_scaling: 10 at quality 95, 100 at 50).
struct JpegError {
    explicit JpegError(int quality) {
        const int q = std::clamp(quality, 1, 100);
        const double scale = q < 50 ? 5000.0 / q : 200.0 - 2.0 * q;
        pixel = 75 + 2.0 * scale;
        block = 10 + 0.3 * scale;
    }
    double pixel, block;
};

/// The heights between which a trace crosses each pixel column.
class CrossedColumns {
  public:
    CrossedColumns(const TraceTruth& trace, double line_width_px, int width)
        : reach_px_(line_width_px / 2 + 1), columns_(static_cast<std::size_t>(width)) {
        for (std::size_t k = 1; k < trace.sample_x_px.size(); ++k)
            add({trace.sample_x_px[k - 1], trace.sample_y_px[k - 1]},
                {trace.sample_x_px[k], trace.sample_y_px[k]});
    }

    /// Whether a pixel can have ink of the trace.
    bool has_ink(int x, int y) const {
        for (int column = x - 1; column <= x + 1; ++column) {
            if (column < 0 || column >= width()) continue;
            const auto& [top, bottom] = columns_[static_cast<std::size_t>(column)];
            if (y >= top - reach_px_ && y <= bottom + reach_px_) return true;
        }
        return false;
    }

  private:
    int width() const { return static_cast<int>(columns_.size()); }

    /// Adds the line between two samples; nothing if one is in a gap.
    void add(PointPx from, PointPx to) {
        constexpr double k_largest_px = 1e6;
        for (const double value : {from.x_px, from.y_px, to.x_px, to.y_px})
            if (!(std::abs(value) < k_largest_px)) return;
        if (to.x_px < from.x_px) std::swap(from, to);
        const double slope =
            to.x_px > from.x_px ? (to.y_px - from.y_px) / (to.x_px - from.x_px) : 0;
        const int last = std::min(width() - 1, static_cast<int>(std::lround(to.x_px)));
        for (int x = std::max(0, static_cast<int>(std::lround(from.x_px))); x <= last; ++x) {
            const double begin = std::clamp(x - 0.5, from.x_px, to.x_px),
                         end = std::clamp(x + 0.5, from.x_px, to.x_px);
            extend(x, from.y_px + slope * (begin - from.x_px));
            extend(x, end == to.x_px ? to.y_px : from.y_px + slope * (end - from.x_px));
        }
    }
    void extend(int x, double y) {
        auto& [top, bottom] = columns_[static_cast<std::size_t>(x)];
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }

    struct Range {
        double top = 1e9, bottom = -1e9;
    };
    double reach_px_;
    std::vector<Range> columns_;
};

} // namespace

Problems check_crop_pixels(const Image& crop, const Image& page, const PixelRect& rect,
                           int jpeg_quality) {
    if (!(intersection(rect, PixelRect{0, 0, page.width, page.height}) == rect) ||
        crop.width != rect.width || crop.height != rect.height)
        return {"is not a part of its page"};
    const JpegError most(jpeg_quality);
    constexpr int k_block = 8;
    for (int top = 0; top < crop.height; top += k_block)
        for (int left = 0; left < crop.width; left += k_block) {
            const int bottom = std::min(crop.height, top + k_block),
                      right = std::min(crop.width, left + k_block);
            int sum = 0, largest = 0;
            for (int y = top; y < bottom; ++y)
                for (int x = left; x < right; ++x) {
                    const int difference =
                        grey_of(crop.row(y) + std::ptrdiff_t{3} * x) -
                        grey_of(page.row(rect.y + y) + std::ptrdiff_t{3} * (rect.x + x));
                    sum += difference;
                    largest = std::max(largest, std::abs(difference));
                }
            const int pixels = (bottom - top) * (right - left);
            const bool is_whole = pixels == k_block * k_block;
            if (largest > most.pixel || (is_whole && std::abs(sum) > most.block * pixels))
                return {concat("differs from the page image at x = ", left, ", y = ", top, " by ",
                               largest, " grey levels")};
        }
    return {};
}

Problems check_traces_in_image(const Image& image, const PixelRect& place, const PageTruth& truth,
                               const PageRows& rows, std::optional<std::size_t> lead) {
    // Stains and noise of a damaged page can be as dark as its traces.
    if (rows.page.preset != "clean") return {};
    constexpr std::uint8_t k_clear = k_seen_well | k_contrast;
    std::vector<int> on_trace; // grey levels
    double beside_trace = 0, width_px = 0;
    const auto grey = [&](int x, int y) {
        return grey_of(image.row(y - place.y) + std::ptrdiff_t{3} * (x - place.x));
    };
    for (std::size_t i = lead.value_or(0); i < (lead ? *lead + 1 : rows.leads.size()); ++i) {
        const TraceTruth& trace = truth.leads[i].trace;
        const int reach = static_cast<int>(
            std::lround(std::clamp(2 * rows.leads[i].line_width_px + 1, 2.0, 100.0)));
        const CrossedColumns crossed(trace, rows.leads[i].line_width_px, place.right());
        for (std::size_t k = 1; k + 1 < trace.sample_flags.size(); ++k) {
            if ((trace.sample_flags[k] & (k_clear | k_crowded)) != k_clear) continue;
            const float *const x = &trace.sample_x_px[k], *const y = &trace.sample_y_px[k];
            const double dx = std::abs(double{x[1]} - double{x[-1]}),
                         dy = std::abs(double{y[1]} - double{y[-1]});
            if (!(dx + dy < 1e6)) continue;
            const int px = static_cast<int>(std::lround(*x)),
                      py = static_cast<int>(std::lround(*y));
            if (!contains(place, px - reach, py - reach) ||
                !contains(place, px + reach, py + reach))
                continue;
            const bool is_steep = dy > dx; // beside a steep trace is left and right of it
            const int across = is_steep ? reach : 0, along = is_steep ? 0 : reach;
            // Where a trace turns often, as noise does, it is also beside itself.
            if (crossed.has_ink(px - across, py - along) ||
                crossed.has_ink(px + across, py + along))
                continue;
            beside_trace += (grey(px - across, py - along) + grey(px + across, py + along)) / 2.0;
            on_trace.push_back(grey(px, py));
            width_px = std::min(1.0, rows.leads[i].line_width_px);
        }
    }
    constexpr std::size_t k_least = 100;
    if (on_trace.size() < k_least) return {};
    const auto count = static_cast<double>(on_trace.size());
    const double paper = beside_trace / count,
                 mean = std::accumulate(on_trace.begin(), on_trace.end(), 0.0) / count;
    // The trace's own grey level, but for a few pixels of other ink.
    const auto extreme = [&](double share) {
        const auto at = on_trace.begin() + static_cast<std::ptrdiff_t>(share * (count - 1));
        std::nth_element(on_trace.begin(), at, on_trace.end());
        return std::abs(*at - paper);
    };
    const double contrast = std::max(extreme(0.02), extreme(0.98));
    // A stroke of a pixel changes the pixel at a sample by 0.82 to 1 of its contrast on clean pages
    // of all layouts and looks, and by 0.26 at most on the image of another page.
    constexpr double k_pale = 40, k_least_change = 0.5;
    if (contrast < k_pale || std::abs(paper - mean) >= k_least_change * width_px * contrast)
        return {};
    return {concat("does not show the traces: samples differ from what is beside them by ",
                   fixed(std::abs(paper - mean), 1), " grey levels, expected ",
                   fixed(width_px * contrast, 1))};
}

Problems check_same_pixels(const Image& one, const PixelRect& one_place, const Image& other,
                           const PixelRect& other_place) {
    const PixelRect common = intersection(one_place, other_place);
    if (common.empty()) return {};
    for (int y = common.y; y < common.bottom(); ++y) {
        const auto at = [&](const Image& image, const PixelRect& place) {
            return image.row(y - place.y) + std::ptrdiff_t{3} * (common.x - place.x);
        };
        const std::uint8_t *const a = at(one, one_place), *const b = at(other, other_place);
        const std::ptrdiff_t count = std::ptrdiff_t{3} * common.width;
        const auto difference = std::mismatch(a, a + count, b).first - a;
        if (difference < count)
            return {concat("differs at x = ", common.x + difference / 3 - one_place.x,
                           ", y = ", y - one_place.y)};
    }
    return {};
}

} // namespace ecgpress
