#include "render/draw/grid.hpp"

#include <cmath>
#include <cstring>
#include <map>
#include <tuple>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/grid_nodes.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/ink_mask.hpp"
#include "render/draw/trace.hpp"

namespace ecgpress {
namespace {

/// Shares (0-1) of one pixel column (or row) that are covered by each type of line, and the share
/// inside the grid.
struct Coverage {
    double minor = 0, major = 0, super = 0, inside = 0;
    bool operator<(const Coverage& other) const {
        return std::tie(minor, major, super, inside) <
               std::tie(other.minor, other.major, other.super, other.inside);
    }
};

/// Adds the covered share of each pixel between two edge coordinates.
void add_line(std::vector<Coverage>& profile, double Coverage::*kind, double low_px,
              double high_px) {
    const auto size = static_cast<double>(profile.size());
    const double low = std::clamp(low_px, 0.0, size), high = std::clamp(high_px, 0.0, size);
    for (auto pixel = static_cast<std::size_t>(low); static_cast<double>(pixel) < high; ++pixel) {
        const auto start = static_cast<double>(pixel);
        double& covered = profile[pixel].*kind;
        covered += std::min(high, start + 1) - std::max(low, start);
        covered = std::min(covered, 1.0); // lines can be wider than their pitch
    }
}

/// Returns whether a value is a multiple of a pitch, up to rounding errors.
bool is_multiple(double value, double pitch) {
    const double ratio = value / pitch;
    return std::abs(ratio - std::round(ratio)) < 1e-6;
}

/// Returns the coverage of each pixel column (or row) by the lines of one direction.
/// @param edge_px maps mm to edge coordinates
template <class EdgePx>
std::vector<Coverage> line_profile(const PageStyle& style, int length_px, const GridExtent& extent,
                                   EdgePx edge_px) {
    std::vector<Coverage> profile(static_cast<std::size_t>(length_px));
    const double minor = style.grid_minor_pitch_mm, major = style.grid_major_pitch_mm,
                 super = style.grid_super_pitch_mm;
    // A finer line is left out where a coarser one is drawn.
    const auto add_lines = [&](double Coverage::*kind, double pitch_mm, double width_mm,
                               const auto& is_coarser) {
        for (int i = 0; i * pitch_mm <= extent.high_mm - extent.low_mm + 1e-6; ++i) {
            const double at_mm = extent.low_mm + i * pitch_mm;
            if (!is_coarser(i * pitch_mm))
                add_line(profile, kind, edge_px(at_mm - width_mm / 2),
                         edge_px(at_mm + width_mm / 2));
        }
    };
    const auto is_super = [&](double at) { return super > 0 && is_multiple(at, super); };
    const auto is_major = [&](double at) { return is_multiple(at, major) || is_super(at); };
    if (style.grid_form == GridForm::lines)
        add_lines(&Coverage::minor, minor, style.grid_minor_width_mm, is_major);
    add_lines(&Coverage::major, major, style.grid_major_width_mm, is_super);
    if (super > 0)
        add_lines(&Coverage::super, super, style.grid_super_width_mm, [](double) { return false; });
    // Lines of the other direction end at the outer edges of the first and last line.
    const double reach_mm =
        std::max(style.grid_major_width_mm, super > 0 ? style.grid_super_width_mm : 0) / 2;
    add_line(profile, &Coverage::inside, edge_px(extent.low_mm - reach_mm),
             edge_px(extent.high_mm + reach_mm));
    return profile;
}

/// Returns the share of a pixel, 0-255, that lines of either direction cover. The intersection
/// counts once.
std::uint8_t crossed(const Coverage& column, const Coverage& row, double Coverage::*kind) {
    const double along_x = column.*kind * row.inside, along_y = row.*kind * column.inside;
    // std::lround is a function call.
    return static_cast<std::uint8_t>((1 - (1 - along_x) * (1 - along_y)) * 255 + 0.5);
}

/// The columns (or rows) of a grid, of which many are equal.
struct Columns {
    std::vector<Coverage> kinds;      ///< all different
    std::vector<std::uint16_t> of_px; ///< index of the kind of each pixel

    explicit Columns(const std::vector<Coverage>& profile) {
        std::map<Coverage, std::uint16_t> known;
        for (const Coverage& column : profile) {
            const auto next = static_cast<std::uint16_t>(kinds.size());
            const auto found = known.emplace(column, next);
            if (found.second) kinds.push_back(column);
            of_px.push_back(found.first->second);
        }
    }
};

/// Draws one pixel row of the grid on paper, from fine to coarse lines.
void draw_row(std::uint8_t* rgb, const Columns& columns, const Coverage& row,
              const PageStyle& style) {
    constexpr std::size_t k_channels = 3;
    std::vector<std::uint8_t> colours; // of each kind of column
    colours.reserve(k_channels * columns.kinds.size());
    for (const Coverage& column : columns.kinds) {
        std::uint8_t pixel[k_channels] = {style.paper_colour.red, style.paper_colour.green,
                                          style.paper_colour.blue};
        blend_pixel(pixel, style.grid_minor_colour, crossed(column, row, &Coverage::minor));
        blend_pixel(pixel, style.grid_major_colour, crossed(column, row, &Coverage::major));
        if (style.grid_super_pitch_mm > 0)
            blend_pixel(pixel, style.grid_super_colour, crossed(column, row, &Coverage::super));
        colours.insert(colours.end(), std::begin(pixel), std::end(pixel));
    }
    for (const std::uint16_t kind : columns.of_px) {
        std::memcpy(rgb, colours.data() + k_channels * kind, k_channels);
        rgb += k_channels;
    }
}

/// Draws a round dot. Its edge is a linear ramp, one pixel wide.
/// @param centre  pixel centres are integers
void draw_dot(Image& image, const PointPx& centre, double radius_px, Colour colour) {
    const auto first = [&](double at) {
        return std::max(0, static_cast<int>(std::ceil(at - radius_px - 0.5)));
    };
    const auto last = [&](double at, int length) {
        return std::min(length - 1, static_cast<int>(std::floor(at + radius_px + 0.5)));
    };
    for (int y = first(centre.y_px); y <= last(centre.y_px, image.height); ++y)
        for (int x = first(centre.x_px); x <= last(centre.x_px, image.width); ++x) {
            const double dx = x - centre.x_px, dy = y - centre.y_px;
            const double covered =
                std::clamp(radius_px + 0.5 - std::sqrt(dx * dx + dy * dy), 0.0, 1.0);
            blend_pixel(image.row(y) + std::ptrdiff_t{3} * x, colour,
                        static_cast<std::uint8_t>(std::lround(255 * covered)));
        }
}

/// Draws dots at the minor pitch, except on major lines.
void draw_dots(Image& image, const PageStyle& style, const GridExtent& across,
               const GridExtent& down, const ImageFromPage& image_from_page) {
    const double pitch = style.grid_minor_pitch_mm, major = style.grid_major_pitch_mm;
    const double radius_px = style.grid_minor_width_mm / 2 * image_from_page.px_per_mm();
    for (int row = 1; row * pitch < down.high_mm - down.low_mm; ++row) {
        if (is_multiple(row * pitch, major)) continue;
        for (int column = 1; column * pitch < across.high_mm - across.low_mm; ++column)
            if (!is_multiple(column * pitch, major))
                draw_dot(image,
                         image_from_page(
                             PointMm{across.low_mm + column * pitch, down.low_mm + row * pitch}),
                         radius_px, style.grid_minor_colour);
    }
}

/// Appends rows of one colour to an image.
void fill(Image& image, Colour colour) {
    const Bytes row = row_of(colour, image.width);
    for (int y = 0; y < image.height; ++y) image.append(row);
}

/// Appends the rows of paper with a grid to an image.
void draw_grid(Image& image, const Page& page, const ImageFromPage& image_from_page) {
    const PageStyle& style = page.style;
    const GridExtent across = grid_extent_across(page), down = grid_extent_down(page);
    const Columns columns(line_profile(style, image.width, across, [&](double x_mm) {
        return image_from_page(RectMm{x_mm, 0, x_mm, 0}).x0_px;
    }));
    const auto rows = line_profile(style, image.height, down, [&](double y_mm) {
        return image_from_page(RectMm{0, y_mm, 0, y_mm}).y0_px;
    });
    std::map<Coverage, Bytes> drawn; // most rows are equal to an earlier one
    for (const Coverage& row : rows) {
        Bytes& pixels = drawn[row];
        if (pixels.empty()) {
            pixels.resize(image.stride());
            draw_row(pixels.data(), columns, row, style);
        }
        image.append(pixels);
    }
    if (style.grid_form == GridForm::dots) draw_dots(image, style, across, down, image_from_page);
}

void draw_frames(Image& image, const Page& page, const ImageFromPage& image_from_page) {
    for (const RectMm& bar : page.frame_bars) {
        const InkMask ink = rasterise_rect(image_from_page(bar), image.width, image.height);
        for_each_ink_pixel(ink, ink.rect, [&](int x, int y, std::uint8_t coverage) {
            blend_pixel(image.row(y) + std::ptrdiff_t{3} * x, page.style.grid_major_colour,
                        coverage);
        });
    }
}

/// What identifies the frames of a page.
std::string frames_key(const Page& page, const std::string& colour) {
    if (page.frame_bars.empty()) return {};
    std::string key = ", frames " + colour;
    for (const RectMm& bar : page.frame_bars)
        for (const double edge : {bar.x0_mm, bar.y0_mm, bar.x1_mm, bar.y1_mm})
            key += concat(' ', shortest(edge));
    return key;
}

} // namespace

Image draw_blank(const Page& page, const ImageFromPage& image_from_page, Bytes memory) {
    Image image = Image::to_append(image_from_page.width_px(), image_from_page.height_px(),
                                   std::move(memory));
    if (page.style.show_grid)
        draw_grid(image, page, image_from_page);
    else
        fill(image, page.style.paper_colour);
    draw_frames(image, page, image_from_page);
    return image;
}

std::string blank_key(const Page& page, const ImageFromPage& image_from_page) {
    const PageStyle& style = page.style;
    const auto colour = [](Colour c) {
        return concat(int{c.red}, ' ', int{c.green}, ' ', int{c.blue});
    };
    std::string key =
        concat(image_from_page.width_px(), " px, ", shortest(image_from_page.px_per_mm()),
               " px/mm, paper ", colour(style.paper_colour)) +
        frames_key(page, colour(style.grid_major_colour));
    if (!style.show_grid) return key;
    key +=
        concat(", form ", static_cast<int>(style.grid_form), ", minor ",
               shortest(style.grid_minor_pitch_mm), ' ', shortest(style.grid_minor_width_mm), ' ',
               colour(style.grid_minor_colour), ", major ", shortest(style.grid_major_pitch_mm),
               ' ', shortest(style.grid_major_width_mm), ' ', colour(style.grid_major_colour));
    if (style.grid_super_pitch_mm > 0)
        key += concat(", super ", shortest(style.grid_super_pitch_mm), ' ',
                      shortest(style.grid_super_width_mm), ' ', colour(style.grid_super_colour));
    for (const double inset :
         {style.grid_inset_left_mm, style.grid_inset_right_mm, style.grid_inset_top_mm})
        key += concat(' ', shortest(inset));
    if (style.grid_inset_bottom_mm > 0) // then the end of the grid depends on the page height
        key += concat(", of ", shortest(page.height_mm), " less ",
                      shortest(style.grid_inset_bottom_mm));
    return key;
}

} // namespace ecgpress
