#include "render/scene/foreground_stage.hpp"

#include <algorithm>
#include <cmath>

#include "render/draw/blend.hpp"

namespace ecgpress {

namespace {

struct Box {
    int left, top, right, bottom; ///< right and bottom are outside
};

/// Returns the pixels of an image within some distance of points.
template <class Points> Box box_around(const Points& points, double margin_px, const Image& image) {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const PointPx& point : points) {
        left = std::min(left, point.x_px - margin_px);
        top = std::min(top, point.y_px - margin_px);
        right = std::max(right, point.x_px + margin_px);
        bottom = std::max(bottom, point.y_px + margin_px);
    }
    const auto inside = [](double value, int most) {
        return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(most)));
    };
    return {inside(left, image.width), inside(top, image.height), inside(right + 1, image.width),
            inside(bottom + 1, image.height)};
}

template <class Visit> void for_each_pixel(const Box& box, Visit visit) {
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x) visit(x, y);
}

std::uint8_t coverage_of(double inside_px) {
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp(inside_px + 0.5, 0.0, 1.0)));
}

Colour scaled(const Colour& colour, double light) {
    const auto value = [&](int channel) {
        return byte_of(static_cast<int>(std::lround(channel * light)));
    };
    return {value(colour.red), value(colour.green), value(colour.blue)};
}

/// Darkens a pixel near an object that lies on it. @param away  0 at the object, 1 at the end
void shade(std::uint8_t* rgb, double away, double depth) {
    if (away >= 1) return;
    const int left = static_cast<int>(std::lround(255 * (1 - depth * (1 - away) * (1 - away))));
    for (int c = 0; c < 3; ++c) rgb[c] = times(rgb[c], left);
}

/// The position of a pixel relative to a sheet.
struct OnSheet {
    double inside_px; ///< distance from the nearest edge, negative outside
    double along_px, down_px;
};

/// An edge of a sheet, from a corner to the next one.
struct Edge {
    PointPx from;
    double ex, ey, length;
};
using Edges = std::array<Edge, 4>;

Edges edges_of(const LooseSheet& sheet) {
    Edges edges{};
    for (std::size_t i = 0; i < 4; ++i) {
        const PointPx &a = sheet.corners[i], &b = sheet.corners[(i + 1) % 4];
        const double ex = b.x_px - a.x_px, ey = b.y_px - a.y_px;
        edges[i] = {a, ex, ey, std::max(1e-9, std::sqrt(ex * ex + ey * ey))};
    }
    return edges;
}

OnSheet on_sheet(const Edges& edges, double x, double y) {
    OnSheet at{1e9, 0, 0};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& [a, ex, ey, length] = edges[i];
        const double across = (ex * (y - a.y_px) - ey * (x - a.x_px)) / length;
        at.inside_px = std::min(at.inside_px, across);
        if (i == 0) at.down_px = across;
        if (i == 3) at.along_px = across;
    }
    return at;
}

/// Returns whether a line of print on a sheet has a word there. Two of seven places are blank.
bool has_word(const LooseSheet& sheet, const OnSheet& at) {
    if (sheet.line_px <= 0 || at.inside_px < 2.5 * sheet.line_px) return false;
    const auto line = static_cast<int>(at.down_px / sheet.line_px);
    if (at.down_px - line * sheet.line_px > 0.32 * sheet.line_px) return false;
    const auto word = static_cast<int>(at.along_px / (0.7 * sheet.line_px));
    const int blank = (line * 31 + word * 17 + line * word) % 7;
    return blank > 1 && line % 9 != 0; // some lines end a paragraph
}

/// Calls draw(x, y, coverage, colour) for the pixels of a sheet, and darkens those around it.
/// @param is_covered  whether nothing can be seen at a pixel
template <class IsCovered, class Draw>
void draw_sheet(Image& image, const LooseSheet& sheet, IsCovered is_covered, Draw draw) {
    const Edges edges = edges_of(sheet);
    const double shadow_px = std::max(2.0, 0.006 * image.width); // by eye, as all tones below
    for_each_pixel(box_around(sheet.corners, shadow_px, image), [&](int x, int y) {
        if (is_covered(x, y)) return;
        const OnSheet at = on_sheet(edges, x, y);
        std::uint8_t* const rgb = image.row(y) + 3 * static_cast<std::size_t>(x);
        if (at.inside_px < -0.5) {
            if (sheet.above) shade(rgb, -at.inside_px / shadow_px, 0.4);
            return;
        }
        draw(x, y, coverage_of(at.inside_px),
             scaled(sheet.colour, has_word(sheet, at) ? 0.62 : 0.97));
    });
}

void hide(RenderedPage& page, int x, int y, std::uint8_t coverage) {
    if (page.seen.pixels.empty()) {
        page.seen = Image(page.image.width, page.image.height, 1);
        std::fill(page.seen.pixels.begin(), page.seen.pixels.end(), std::uint8_t{255});
    }
    const auto cover = [&](std::uint8_t& seen) { seen = times(seen, 255 - coverage); };
    cover(page.seen.row(y)[x]);
    if (!page.surface.pixels.empty()) cover(page.surface.row(y)[x]);
}

void draw_finger(RenderedPage& page, const Finger& finger) {
    const double dx = finger.tip.x_px - finger.root.x_px, dy = finger.tip.y_px - finger.root.y_px;
    const double length = std::max(1.0, std::sqrt(dx * dx + dy * dy));
    const double ex = dx / length, ey = dy / length, radius = finger.width_px / 2;
    const std::array<PointPx, 2> ends{finger.root, finger.tip};
    const double shadow_px = 0.35 * radius;
    for_each_pixel(box_around(ends, radius + shadow_px + 1, page.image), [&](int x, int y) {
        const double px = x - finger.root.x_px, py = y - finger.root.y_px;
        // The rounded end begins one radius before the tip.
        const double along = px * ex + py * ey, across = px * -ey + py * ex;
        const double to_end = std::max(0.0, along - (length - radius));
        const double from_tip = (length - along) / finger.width_px; // in widths
        // Fingers are narrower at the tip and at the joint 1.3 widths before it.
        const double joint = std::max(0.0, 1 - std::abs(from_tip - 1.35) / 0.5);
        const double r =
            radius * (0.92 + 0.08 * std::min(1.0, std::max(0.0, from_tip)) - 0.04 * joint);
        const double distance = std::sqrt(across * across + to_end * to_end);
        std::uint8_t* const rgb = page.image.row(y) + 3 * static_cast<std::size_t>(x);
        const double inside_px = r - distance;
        if (inside_px < -0.5) {
            shade(rgb, -inside_px / shadow_px, 0.45);
            return;
        }
        const double u = std::min(1.0, distance / r);
        double light = 0.5 + 0.5 * std::sqrt(1 - 0.96 * u * u);
        light *= 1 - 0.1 * across / r; // the lamp is on one side
        // Creases of the skin at the joint.
        for (const double crease : {1.22, 1.34, 1.47}) {
            const double off = (from_tip - crease) / 0.025;
            if (off * off < 1) light *= 1 - 0.12 * (1 - off * off);
        }
        Colour colour = scaled(finger.skin, light);
        // Towards its edges skin is redder.
        colour.green = byte_of(static_cast<int>(std::lround(colour.green * (1 - 0.06 * u * u))));
        colour.blue = byte_of(static_cast<int>(std::lround(colour.blue * (1 - 0.08 * u * u))));
        if (finger.shows_nail) {
            const double nx = (from_tip - 0.42) / 0.36, ny = across / (0.52 * radius);
            const double nail = nx * nx + ny * ny;
            if (nail < 1) {
                const double bright = from_tip < 0.12 ? 1.16 : 1.06 + 0.1 * (1 - nail) * (ny < 0);
                colour = scaled({finger.skin.red, byte_of(finger.skin.green + 2),
                                 byte_of(finger.skin.blue + 8)},
                                std::min(1.2, light * bright + 0.02));
            } else if (nail < 1.12) {
                colour = scaled(colour, 0.94);
            }
        }
        const std::uint8_t coverage = coverage_of(inside_px);
        blend_pixel(rgb, colour, coverage);
        hide(page, x, y, coverage);
    });
}

} // namespace

void put_in_front(RenderedPage& page, const Scene& scene) {
    for (const LooseSheet& sheet : scene.loose_sheets)
        if (sheet.above)
            draw_sheet(
                page.image, sheet, [](int, int) { return false; },
                [&](int x, int y, std::uint8_t coverage, const Colour& colour) {
                    blend_pixel(page.image.row(y) + 3 * static_cast<std::size_t>(x), colour,
                                coverage);
                    hide(page, x, y, coverage);
                });
    for (const Finger& finger : scene.fingers) draw_finger(page, finger);
}

void put_below(Image& image, const Image& cover, const Scene& scene) {
    for (const LooseSheet& sheet : scene.loose_sheets)
        if (!sheet.above)
            draw_sheet(
                image, sheet, [&](int x, int y) { return cover.row(y)[x] == 255; },
                [&](int x, int y, std::uint8_t coverage, const Colour& colour) {
                    const int free = 255 - cover.row(y)[x];
                    if (free > 0)
                        blend_pixel(image.row(y) + 3 * static_cast<std::size_t>(x), colour,
                                    times(coverage, free));
                });
}

} // namespace ecgpress
