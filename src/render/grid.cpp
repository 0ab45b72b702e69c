#include "render/grid.hpp"

#include <cmath>
#include <cstring>
#include <map>

#include "core/text.hpp"
#include "render/blend.hpp"

namespace ecgpress {
namespace {

/// How much of a pixel column (or row) the lines across it cover, 0-1.
struct Coverage {
    double minor = 0, major = 0;
    bool operator<(const Coverage& other) const {
        return minor != other.minor ? minor < other.minor : major < other.major;
    }
};

void add_line(std::vector<Coverage>& profile, double Coverage::*kind, double low_px,
              double high_px) {
    const auto size = static_cast<double>(profile.size());
    const double low = std::clamp(low_px, 0.0, size), high = std::clamp(high_px, 0.0, size);
    for (auto pixel = static_cast<std::size_t>(low); static_cast<double>(pixel) < high; ++pixel) {
        const auto start = static_cast<double>(pixel);
        double& covered = profile[pixel].*kind;
        covered += std::min(high, start + 1) - std::max(low, start);
        covered = std::min(covered, 1.0); // lines wider than their pitch
    }
}

bool is_multiple(double value, double pitch) {
    const double ratio = value / pitch;
    return std::abs(ratio - std::round(ratio)) < 1e-6;
}

/// One direction's lines. @param edge_px  maps mm to edge coordinates
template <class EdgePx>
std::vector<Coverage> line_profile(const PageStyle& style, int length_px, EdgePx edge_px) {
    std::vector<Coverage> profile(static_cast<std::size_t>(length_px));
    const double minor = style.grid_minor_pitch_mm, major = style.grid_major_pitch_mm;
    const double minor_half = style.grid_minor_width_mm / 2,
                 major_half = style.grid_major_width_mm / 2;
    for (int i = 0; edge_px(i * minor - minor_half) < length_px; ++i)
        if (!is_multiple(i * minor, major))
            add_line(profile, &Coverage::minor, edge_px(i * minor - minor_half),
                     edge_px(i * minor + minor_half));
    for (int i = 0; edge_px(i * major - major_half) < length_px; ++i)
        add_line(profile, &Coverage::major, edge_px(i * major - major_half),
                 edge_px(i * major + major_half));
    return profile;
}

/// The area of a pixel that lines in both directions cover: none of it twice.
std::uint8_t crossed(double along_x, double along_y) {
    return static_cast<std::uint8_t>(std::lround((1 - (1 - along_x) * (1 - along_y)) * 255));
}

void draw_row(std::uint8_t* rgb, const std::vector<Coverage>& columns, const Coverage& row,
              const PageStyle& style) {
    for (const Coverage& column : columns) {
        blend_pixel(rgb, style.grid_minor_colour, crossed(column.minor, row.minor));
        blend_pixel(rgb, style.grid_major_colour, crossed(column.major, row.major));
        rgb += 3;
    }
}

void fill(Image& image, Colour colour) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
        image.pixels[i] = colour.red;
        image.pixels[i + 1] = colour.green;
        image.pixels[i + 2] = colour.blue;
    }
}

} // namespace

Image draw_blank(const Page& page, const ImageFromPage& image_from_page) {
    Image image(image_from_page.width_px(), image_from_page.height_px(), 3);
    const PageStyle& style = page.style;
    fill(image, style.paper_colour);
    if (!style.show_grid) return image;
    const auto columns = line_profile(style, image.width, [&](double x_mm) {
        return image_from_page(RectMm{x_mm, 0, x_mm, 0}).x0_px;
    });
    const auto rows = line_profile(style, image.height, [&](double y_mm) {
        return image_from_page(RectMm{0, y_mm, 0, y_mm}).y0_px;
    });
    std::map<Coverage, int> drawn; // most rows are equal: those between two lines
    for (int y = 0; y < image.height; ++y) {
        const Coverage& row = rows[static_cast<std::size_t>(y)];
        const auto known = drawn.emplace(row, y);
        if (known.second)
            draw_row(image.row(y), columns, row, style);
        else
            std::memcpy(image.row(y), image.row(known.first->second), image.stride());
    }
    return image;
}

std::string blank_key(const Page& page, const ImageFromPage& image_from_page) {
    const PageStyle& style = page.style;
    const auto colour = [](Colour c) {
        return concat(int{c.red}, ' ', int{c.green}, ' ', int{c.blue});
    };
    std::string key =
        concat(image_from_page.width_px(), " px, ", shortest(image_from_page.px_per_mm()),
               " px/mm, paper ", colour(style.paper_colour));
    if (!style.show_grid) return key;
    return concat(key, ", minor ", shortest(style.grid_minor_pitch_mm), ' ',
                  shortest(style.grid_minor_width_mm), ' ', colour(style.grid_minor_colour),
                  ", major ", shortest(style.grid_major_pitch_mm), ' ',
                  shortest(style.grid_major_width_mm), ' ', colour(style.grid_major_colour));
}

} // namespace ecgpress
