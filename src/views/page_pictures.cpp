#include "views/page_pictures.hpp"

#include <algorithm>
#include <cmath>

#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "page/truth/pixel_class.hpp"
#include "render/draw/overlay.hpp"

namespace ecgpress {

namespace {

/// Returns the part of a rectangle that is inside the page.
PixelRect on_page(const PixelRect& rect, const Image& page) {
    const int x0 = std::max(rect.x, 0), y0 = std::max(rect.y, 0);
    return {x0, y0, std::min(rect.x + rect.width, page.width) - x0,
            std::min(rect.y + rect.height, page.height) - y0};
}

/// Copies a crop to its position. Parts outside the page are ignored.
void paste(Image& page, const Image& crop, const PixelRect& place) {
    const PixelRect part = on_page(place, page);
    if (part.empty() || crop.channels != page.channels) return;
    const auto channels = static_cast<std::size_t>(page.channels);
    for (int y = part.y; y < part.y + part.height && y - place.y < crop.height; ++y) {
        const auto width = std::min(part.width, crop.width - (part.x - place.x));
        const std::uint8_t* from =
            crop.row(y - place.y) + static_cast<std::size_t>(part.x - place.x) * channels;
        std::copy(from, from + static_cast<std::size_t>(std::max(width, 0)) * channels,
                  page.row(y) + static_cast<std::size_t>(part.x) * channels);
    }
}

/// Coverage of each pixel by the two leads that cover it most.
struct TwoCoverages {
    Image most, second;

    void add(const Image& mask, const LeadRow& lead) {
        const PixelRect part = on_page(lead.crop_px, most);
        const int columns = lead.mask_columns_per_px;
        for (int y = part.y; y < part.y + part.height && y - lead.crop_px.y < mask.height; ++y)
            for (int x = part.x; x < part.x + part.width; ++x) {
                const int first = (x - lead.crop_px.x) * columns;
                if (first + columns > mask.width) break;
                const std::uint8_t* at = mask.row(y - lead.crop_px.y) + first;
                int sum = 0;
                // Masks can have several columns per page pixel: their mean is the coverage.
                for (int i = 0; i < columns; ++i) sum += at[i];
                add(x, y, static_cast<std::uint8_t>(sum / columns));
            }
    }

  private:
    void add(int x, int y, std::uint8_t coverage) {
        std::uint8_t &first = most.row(y)[x], &other = second.row(y)[x];
        other = std::max(other, std::min(first, coverage));
        first = std::max(first, coverage);
    }
};

} // namespace

Bytes page_jpeg(const Sample& sample) {
    if (!sample.image_jpeg.empty()) return sample.image_jpeg;
    Image page(sample.row.width_px, sample.row.height_px, 3);
    std::fill(page.pixels.begin(), page.pixels.end(), std::uint8_t{255});
    bool any = false;
    for (const LeadSample& lead : sample.leads) {
        if (lead.crop_png.empty()) continue;
        paste(page, decode_png(lead.crop_png), lead.row.crop_px);
        any = true;
    }
    return any ? encode_jpeg(page, {}, sample.row.dpi) : Bytes();
}

Bytes thumbnail_jpeg(const Image& page, int width_px) {
    constexpr double k_dpi = 96; // CSS pixels per inch
    const JpegSettings settings{82, ChromaSubsampling::half};
    if (page.width <= width_px) return encode_jpeg(page, settings, k_dpi);
    const double scale = static_cast<double>(width_px) / page.width;
    const int height_px = std::max(1, static_cast<int>(std::lround(scale * page.height)));
    return encode_jpeg(scaled(page, width_px, height_px), settings, k_dpi);
}

Bytes overlap_png(const Sample& sample) {
    if (!sample.overlap_png.empty()) return sample.overlap_png;
    TwoCoverages coverages{Image(sample.row.width_px, sample.row.height_px, 1),
                           Image(sample.row.width_px, sample.row.height_px, 1)};
    for (const LeadSample& lead : sample.leads)
        if (!lead.mask_png.empty()) coverages.add(decode_png(lead.mask_png), lead.row);
    const Bytes& pixels = coverages.second.pixels;
    const bool none =
        std::all_of(pixels.begin(), pixels.end(), [](std::uint8_t pixel) { return pixel == 0; });
    return none ? Bytes() : encode_png(coverages.second);
}

Bytes semantic_colours_png(const Sample& sample) {
    // In the order of PixelClass.
    constexpr Colour k_colours[k_pixel_classes] = {
        {64, 64, 64},  {255, 255, 255}, {255, 214, 214}, {255, 130, 130}, {0, 110, 230},
        {150, 0, 190}, {0, 0, 0},       {0, 150, 60},    {255, 190, 0}};
    if (sample.semantic_png.empty()) return {};
    const Image mask = decode_png(sample.semantic_png);
    Image colours(mask.width, mask.height, 3);
    for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
        if (mask.channels != 1 || mask.pixels[i] >= k_pixel_classes)
            throw DataError("the semantic mask has values that are no classes");
        const Colour& colour = k_colours[mask.pixels[i]];
        colours.pixels[3 * i] = colour.red;
        colours.pixels[3 * i + 1] = colour.green;
        colours.pixels[3 * i + 2] = colour.blue;
    }
    return encode_png(colours);
}

} // namespace ecgpress
