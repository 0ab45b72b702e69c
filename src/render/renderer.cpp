#include "render/renderer.hpp"

#include <algorithm>
#include <cstring>

#include "render/blend.hpp"
#include "render/grid.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_most_blank_bytes = std::size_t{96} << 20; ///< five of the framework's size

InkMask draw_line(const PrintedLine& line, const ImageFromPage& image_from_page) {
    const double half_mm = line.width_mm / 2;
    PointMm a = line.from_mm, b = line.to_mm;
    if (b.x_mm < a.x_mm) std::swap(a, b);
    const int width_px = image_from_page.width_px(), height_px = image_from_page.height_px();
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

std::vector<PointPx> to_image(const std::vector<PointMm>& points,
                              const ImageFromPage& image_from_page) {
    std::vector<PointPx> result;
    result.reserve(points.size());
    for (const PointMm& point : points) result.push_back(image_from_page(point));
    return result;
}

} // namespace

RenderedPage Renderer::render(const Page& page, const ImageFromPage& image_from_page) {
    const int width_px = image_from_page.width_px(), height_px = image_from_page.height_px();
    const double px_per_mm = image_from_page.px_per_mm();
    RenderedPage result;
    result.blank = blank(page, image_from_page);
    result.image = canvas(result.blank, height_px);
    result.drawn = Tiles(width_px, height_px);
    const auto blend = [&](const InkMask& ink, Colour colour) {
        blend_mask(result.image, result.drawn, ink, colour);
    };
    for (const PrintedLine& line : page.lines) blend(draw_line(line, image_from_page), line.colour);
    for (const PrintedText& text : page.texts)
        blend(typeface_->rasterise(text.text, image_from_page(text.anchor_mm),
                                   text.size_mm * px_per_mm, width_px, height_px),
              text.colour);
    for (const Panel& panel : page.panels) {
        result.traces.push_back(rasteriser_.rasterise(to_image(panel.trace_mm, image_from_page),
                                                      page.style.trace_width_mm * px_per_mm,
                                                      width_px, height_px));
        blend(result.traces.back(), page.style.trace_colour);
    }
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
    blanks_.push_back(
        {std::move(key), std::make_shared<const Image>(draw_blank(page, image_from_page))});
    std::size_t bytes = 0;
    for (const Blank& blank : blanks_) bytes += blank.image->pixels.size();
    for (; blanks_.size() > 1 && bytes > k_most_blank_bytes; blanks_.erase(blanks_.begin()))
        bytes -= blanks_.front().image->pixels.size();
    return blanks_.back().image;
}

Image Renderer::canvas(const std::shared_ptr<const Image>& blank, int height_px) {
    Image image = std::move(spare_.image);
    const Tiles drawn = std::move(spare_.drawn);
    const bool usable = spare_.blank == blank;
    spare_ = {};
    const int kept_rows = usable ? std::min(image.height, height_px) : 0;
    image.width = blank->width;
    image.height = height_px;
    image.pixels.resize(static_cast<std::size_t>(height_px) * image.stride());
    for (int y = 0; y < kept_rows; ++y) {
        const std::uint8_t* const tiles = drawn.row_of(y / k_tile_px);
        for (int begin = 0; begin < drawn.columns(); ++begin) {
            if (tiles[begin] == 0) continue;
            const int first = begin;
            while (begin < drawn.columns() && tiles[begin] != 0) ++begin;
            const auto from = 3 * static_cast<std::size_t>(first) * k_tile_px;
            const std::size_t end =
                std::min(image.stride(), 3 * static_cast<std::size_t>(begin) * k_tile_px);
            std::memcpy(image.row(y) + from, blank->row(y) + from, end - from);
        }
    }
    std::memcpy(image.pixels.data() + static_cast<std::size_t>(kept_rows) * image.stride(),
                blank->row(kept_rows),
                static_cast<std::size_t>(height_px - kept_rows) * image.stride());
    return image;
}

} // namespace ecgpress
