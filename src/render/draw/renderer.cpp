#include "render/draw/renderer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "render/draw/canvas.hpp"
#include "render/draw/grid.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_most_blank_bytes = std::size_t{64}
                                           << 20; ///< three pages of the framework's size

/// Returns the points of a dotted line, each followed by a NaN, so that each is drawn as a dot.
std::vector<PointMm> dots_of(const PrintedLine& line) {
    constexpr double lifted = std::numeric_limits<double>::quiet_NaN();
    const double dx = line.to_mm.x_mm - line.from_mm.x_mm, dy = line.to_mm.y_mm - line.from_mm.y_mm;
    const double length_mm = std::sqrt(dx * dx + dy * dy);
    std::vector<PointMm> points;
    for (int i = 0; i * line.dot_pitch_mm <= length_mm; ++i) {
        const double part = length_mm > 0 ? i * line.dot_pitch_mm / length_mm : 0;
        points.push_back({line.from_mm.x_mm + part * dx, line.from_mm.y_mm + part * dy});
        points.push_back({lifted, lifted});
    }
    return points;
}

/// Draws a line: axis-parallel ones as rectangles with square ends, others with round ends.
InkMask draw_line(const PrintedLine& line, const ImageFromPage& image_from_page) {
    const double half_mm = line.width_mm / 2;
    PointMm a = line.from_mm, b = line.to_mm;
    if (b.x_mm < a.x_mm) std::swap(a, b);
    const int width_px = image_from_page.width_px(), height_px = image_from_page.height_px();
    if (line.dot_pitch_mm > 0)
        return rasterise_trace(image_from_page(dots_of(line)),
                               line.width_mm * image_from_page.px_per_mm(), width_px, height_px);
    if (a.x_mm != b.x_mm && a.y_mm != b.y_mm)
        return rasterise_trace({image_from_page(a), image_from_page(b)},
                               line.width_mm * image_from_page.px_per_mm(), width_px, height_px);
    RectMm bar{a.x_mm, std::min(a.y_mm, b.y_mm), b.x_mm, std::max(a.y_mm, b.y_mm)};
    if (a.x_mm == b.x_mm) {
        bar.x0_mm -= half_mm;
        bar.x1_mm += half_mm;
    } else {
        bar.y0_mm -= half_mm;
        bar.y1_mm += half_mm;
    }
    return rasterise_rect(image_from_page(bar), width_px, height_px);
}

} // namespace

RenderedPage Renderer::render(const Page& page, const ImageFromPage& image_from_page) {
    const int width_px = image_from_page.width_px(), height_px = image_from_page.height_px();
    const double px_per_mm = image_from_page.px_per_mm();
    Bytes memory = std::exchange(spare_.memory, {});
    Canvas canvas(blank(page, image_from_page), height_px, std::exchange(spare_, {}));
    std::vector<OtherInk> others;
    for (const PrintedLine& line : page.lines)
        others.push_back({draw_line(line, image_from_page), line.colour, -1, OtherInk::Kind::line});
    for (const PrintedText& text : page.texts)
        others.push_back(
            {typefaces_.of(text.face).rasterise(text.text, image_from_page(text.anchor_mm),
                                                text.size_mm * px_per_mm, width_px, height_px),
             text.colour, text.panel});
    for (const CalibrationPulse& pulse : page.pulses)
        others.push_back(
            {rasteriser_.rasterise(image_from_page(pulse.path_mm),
                                   page.style.trace_width_mm * px_per_mm, width_px, height_px),
             page.style.trace_colour, -1, OtherInk::Kind::pulse});
    for (const OtherInk& other : others) canvas.blend(other.ink, other.colour);
    std::vector<InkMask> traces;
    for (const Panel& panel : page.panels) {
        traces.push_back(rasteriser_.rasterise(image_from_page(panel.trace_mm),
                                               page.style.trace_width_mm * px_per_mm, width_px,
                                               height_px));
        canvas.blend(traces.back(), page.style.trace_colour);
    }
    RenderedPage result = canvas.finish();
    result.traces = std::move(traces);
    result.others = std::move(others);
    result.trace_colour = page.style.trace_colour;
    result.memory = std::move(memory);
    return result;
}

std::shared_ptr<const Image> Renderer::blank(const Page& page,
                                             const ImageFromPage& image_from_page) {
    std::string key = blank_key(page, image_from_page);
    const auto found = std::find_if(blanks_.begin(), blanks_.end(),
                                    [&](const Blank& blank) { return blank.key == key; });
    if (found != blanks_.end() && found->image->height >= image_from_page.height_px()) {
        std::rotate(found, found + 1, blanks_.end());
        return blanks_.back().image;
    }
    if (found != blanks_.end()) blanks_.erase(found);
    Bytes memory = make_room(std::size_t{3} * static_cast<std::size_t>(image_from_page.width_px()) *
                             static_cast<std::size_t>(image_from_page.height_px()));
    blanks_.push_back({std::move(key), std::make_shared<Image>(
                                           draw_blank(page, image_from_page, std::move(memory)))});
    return blanks_.back().image;
}

Bytes Renderer::make_room(std::size_t bytes) {
    Bytes memory;
    for (const Blank& blank : blanks_) bytes += blank.image->pixels.size();
    while (!blanks_.empty() && bytes > k_most_blank_bytes) {
        Blank& oldest = blanks_.front();
        bytes -= oldest.image->pixels.size();
        if (oldest.image.use_count() == 1) memory = std::move(oldest.image->pixels);
        blanks_.erase(blanks_.begin());
    }
    return memory;
}

} // namespace ecgpress
