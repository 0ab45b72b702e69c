#include "page/truth/placed_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/elementary.hpp"
#include "page/ink_outline.hpp"

namespace ecgpress {

namespace {

/// From a position with pixel centres at integers to edge coordinates.
constexpr double k_to_edge_px = 0.5;

/// Bytes of the first character of a UTF-8 text.
std::size_t first_character(const std::string& text) {
    std::size_t end = 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) ++end;
    return end;
}

/// The distance from the anchor of a text to that of its word that begins at a byte. The extent of
/// a text ends with the ink of its last character, and all characters have their places from left
/// to right.
double advance_mm(const std::string& text, std::size_t begin, const TextRun& run,
                  const TextExtent& text_extent) {
    if (begin == 0) return 0;
    const std::string first = text.substr(begin, first_character(text.substr(begin)));
    return text_extent(text.substr(0, begin) + first, run.face, run.size_mm).x1_mm -
           text_extent(first, run.face, run.size_mm).x1_mm;
}

/// Points on the outline of a run on paper, clockwise from its upper left corner.
std::vector<PointMm> outline_of(const TextRun& run, const RectMm& extent) {
    const PointMm corners[] = {{extent.x0_mm, extent.y0_mm},
                               {extent.x1_mm, extent.y0_mm},
                               {extent.x1_mm, extent.y1_mm},
                               {extent.x0_mm, extent.y1_mm}};
    std::vector<PointMm> points;
    for (std::size_t side = 0; side < 4; ++side)
        for (std::size_t i = 0; i < k_outline_points_a_side; ++i) {
            const PointMm &from = corners[side], &to = corners[(side + 1) % 4];
            const double part = static_cast<double>(i) / k_outline_points_a_side;
            points.push_back(run.on_paper({from.x_mm + part * (to.x_mm - from.x_mm),
                                           from.y_mm + part * (to.y_mm - from.y_mm)}));
        }
    return points;
}

/// The upright rectangle, seen in a direction, around points on paper: the same number of points
/// along its outline.
std::vector<PointMm> outline_around(const std::vector<PointMm>& points, double turn_rad) {
    TextRun frame; // its on_paper() turns
    frame.turn_rad = -turn_rad;
    constexpr double k_infinity = std::numeric_limits<double>::infinity();
    RectMm bounds{k_infinity, k_infinity, -k_infinity, -k_infinity};
    for (const PointMm& point : points) {
        const PointMm seen = frame.on_paper(point);
        bounds = {std::min(bounds.x0_mm, seen.x_mm), std::min(bounds.y0_mm, seen.y_mm),
                  std::max(bounds.x1_mm, seen.x_mm), std::max(bounds.y1_mm, seen.y_mm)};
    }
    frame.turn_rad = turn_rad;
    return outline_of(frame, bounds);
}

bool is_hidden(const PointPx& point) {
    return std::isnan(point.x_px) || std::isnan(point.y_px);
}

/// The corners of a mapped outline. A corner that is not in the image, because the paper folds over
/// it, is replaced by the next point of the outline that is.
QuadPx corners_of(const std::vector<PointPx>& outline) {
    QuadPx quad;
    for (std::size_t corner = 0; corner < 4; ++corner) {
        const std::size_t at = corner * k_outline_points_a_side, all = outline.size();
        for (std::size_t away = 0; away < all; ++away) {
            const PointPx &after = outline[(at + away) % all],
                          &before = outline[(at + all - away) % all];
            quad[corner] = is_hidden(after) ? before : after;
            if (!is_hidden(quad[corner])) break;
        }
    }
    return quad;
}

} // namespace

PointMm TextRun::on_paper(const PointMm& relative) const {
    const double c = cos_of(turn_rad), s = sin_of(turn_rad);
    const double along = relative.x_mm - slant * relative.y_mm;
    return {anchor_mm.x_mm + c * along - s * relative.y_mm,
            anchor_mm.y_mm + s * along + c * relative.y_mm};
}

PlacedLine placed_line(const TextRun& whole, const std::vector<TextPart>& parts,
                       const TextExtent& text_extent) {
    PlacedLine line{whole.text, whole.turn_rad, {}};
    for (const TextWord& word : words_of(whole.text, parts)) {
        TextRun run = whole;
        run.text = whole.text.substr(word.begin, word.end - word.begin);
        run.anchor_mm = whole.on_paper({advance_mm(whole.text, word.begin, whole, text_extent), 0});
        line.words.push_back({run.text, word.role, word.phi, {run}});
    }
    return line;
}

PlacedLine placed_line(const PrintedText& printed, const TextExtent& text_extent) {
    TextRun whole;
    whole.text = printed.text;
    whole.anchor_mm = printed.anchor_mm;
    whole.size_mm = printed.size_mm;
    whole.face = printed.face;
    return placed_line(whole, printed.parts, text_extent);
}

std::optional<TextPlace> place_of(const std::vector<TextRun>& runs, double turn_rad,
                                  const ImageFromPage& image_from_page,
                                  const TextExtent& text_extent) {
    std::vector<PointMm> all;
    std::vector<PointPx> inside;
    for (const TextRun& run : runs) {
        const std::vector<PointMm> outline =
            outline_of(run, text_extent(run.text, run.face, run.size_mm));
        all.insert(all.end(), outline.begin(), outline.end());
        std::vector<PointPx> mapped = image_from_page(outline);
        for (PointPx& point : mapped)
            point = {point.x_px + k_to_edge_px, point.y_px + k_to_edge_px};
        mapped = clipped_outline(mapped, image_from_page.frame());
        inside.insert(inside.end(), mapped.begin(), mapped.end());
    }
    if (inside.empty()) return std::nullopt;
    TextPlace place;
    // Clipping computes new corners, which rounding can leave outside.
    place.box_px = intersection(bounds_of(inside), image_from_page.frame());
    if (place.box_px.empty()) return std::nullopt;
    place.quad_px =
        corners_of(image_from_page(runs.size() == 1 ? all : outline_around(all, turn_rad)));
    return place;
}

} // namespace ecgpress
