#include "render/scene/desk_stage.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/elementary.hpp"
#include "core/random.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/field.hpp"
#include "render/filters/gain.hpp"

namespace ecgpress {

namespace {

constexpr double k_field_px = 1 / Light::k_cells_per_px;

/// Returns the share of light that the page's shadow leaves on the desk. The shadow is the page's
/// outline, displaced away from the lamp and blurred by 1.3 times the displacement (by eye).
Field shadow_of(const Image& cover, const Scene& scene) {
    Field field(cover.width, cover.height, Light::k_cells_per_px, 1);
    const double moved_px = scene.desk.shadow_mm * scene.px_per_mm * scene.camera.scale;
    const double dx = -moved_px * cos_of(scene.lamp.azimuth_rad),
                 dy = moved_px * sin_of(scene.lamp.azimuth_rad);
    for (int j = 0; j < field.rows; ++j)
        for (int i = 0; i < field.columns; ++i) {
            const int x = static_cast<int>(std::lround(field.centre(i) - dx)),
                      y = static_cast<int>(std::lround(field.centre(j) - dy));
            const bool inside = x >= 0 && y >= 0 && x < cover.width && y < cover.height;
            field.row(j)[i] = inside ? static_cast<float>(cover.row(y)[x]) / 255 : 0.0F;
        }
    blur(field, std::max(k_field_px, 1.3 * moved_px));
    for (float& value : field.values) value = 1 - static_cast<float>(scene.desk.shadow) * value;
    return field;
}

/// Returns for each cell of a pattern whether the desk is visible in it or in one beside it.
std::vector<std::uint8_t> cells_with_desk(const Image& cover, const Field& pattern) {
    const auto columns = static_cast<std::size_t>(pattern.columns),
               rows = static_cast<std::size_t>(pattern.rows);
    const auto side = static_cast<std::size_t>(std::lround(1 / pattern.cells_per_unit));
    std::vector<std::uint8_t> near(rows * columns);
    for (int y = 0; y < cover.height; ++y) {
        const std::uint8_t* const row = cover.row(y);
        const std::size_t j = static_cast<std::size_t>(y) / side;
        for (std::size_t x = 0; x < static_cast<std::size_t>(cover.width); ++x) {
            std::uint64_t eight = 0;
            if (x % 8 == 0 && x + 8 <= static_cast<std::size_t>(cover.width)) {
                std::memcpy(&eight, row + x, sizeof eight);
                if (eight == ~std::uint64_t{0}) {
                    x += 7;
                    continue;
                }
            }
            if (row[x] == 255) continue;
            const std::size_t i = x / side;
            for (std::size_t jj = j - std::min<std::size_t>(j, 1); jj < std::min(rows, j + 2); ++jj)
                for (std::size_t ii = i - std::min<std::size_t>(i, 1);
                     ii < std::min(columns, i + 2); ++ii)
                    near[jj * columns + ii] = 1;
            x = (i + 1) * side - 1; // the rest of the cell
        }
    }
    return near;
}

/// Returns the texture of the desk where it is visible, as a factor around 1: grain along x for
/// wood, noise for other surfaces. All parameters were chosen by eye.
Field desk_pattern(const Image& cover, const Scene& scene) {
    Rng random(scene.grain_seed, 0, "desk");
    constexpr double k_cells_per_px = 0.25;
    const double width = cover.width, height = cover.height;
    Field pattern(width, height, k_cells_per_px, 1);
    if (scene.desk.kind == Desk::Kind::wood) {
        // Fine noise stretched 14 times and broad noise stretched 6 times along the grain.
        const Field grain = noise_field(width / 14, height, k_cells_per_px, {40, 4, 0.6}, random);
        const Field broad = noise_field(width / 6, height, k_cells_per_px, {220, 2, 0.5}, random);
        const std::vector<std::uint8_t> near = cells_with_desk(cover, pattern);
        std::size_t cell = 0;
        for (int j = 0; j < pattern.rows; ++j)
            for (int i = 0; i < pattern.columns; ++i) {
                if (near[cell++] == 0) continue;
                const double x = pattern.centre(i), y = pattern.centre(j);
                pattern.row(j)[i] += 0.10F * grain.at(x / 14, y) + 0.10F * broad.at(x / 6, y);
            }
        return pattern;
    }
    // Cloth varies more than a lid or a dark surface.
    const float depth = scene.desk.kind == Desk::Kind::cloth ? 0.035F : 0.015F;
    const Field noise = noise_field(width, height, k_cells_per_px, {60, 5, 0.9}, random);
    for (std::size_t i = 0; i < pattern.values.size(); ++i)
        pattern.values[i] += depth * noise.values[i];
    return pattern;
}

/// The user's picture of a desk, rotated and scaled. Beyond its edges it is mirrored.
class DeskPicture {
  public:
    DeskPicture(const Image& picture, const Desk& desk)
        : picture_(picture), x_(to_fixed(desk.scale * cos_of_turns(desk.turns))),
          y_(to_fixed(desk.scale * sin_of_turns(desk.turns))) {}

    Colour at(int x, int y) const {
        const std::int64_t u = x * x_ - y * y_, v = x * y_ + y * x_;
        const std::uint8_t* const rgb = picture_.row(mirrored(v, picture_.height)) +
                                        3 * static_cast<std::size_t>(mirrored(u, picture_.width));
        return {rgb[0], rgb[1], rgb[2]};
    }

  private:
    static constexpr int k_one = 1 << 16;
    static std::int64_t to_fixed(double value) { return std::llround(value * k_one); }
    static int mirrored(std::int64_t at, int count) {
        std::int64_t place = (at >> 16) % (2 * std::int64_t{count});
        if (place < 0) place += 2 * std::int64_t{count};
        return static_cast<int>(place < count ? place : 2 * std::int64_t{count} - 1 - place);
    }

    const Image& picture_;
    std::int64_t x_, y_;
};

/// Draws the user's picture where the page does not cover the desk.
void lay_on_picture(Image& image, const Image& cover, const Scene& scene) {
    const DeskPicture picture((*scene.desk_pictures)[static_cast<std::size_t>(scene.desk.picture)],
                              scene.desk);
    const Field shadow = shadow_of(cover, scene);
    FieldRows shadows(shadow, image.width, 1, 256);
    for (int y = 0; y < image.height; ++y) {
        const FieldRow s = shadows.row(y);
        std::uint8_t* rgb = image.row(y);
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            const std::uint8_t covered = cover.row(y)[x];
            if (covered == 255) continue;
            const Colour page{rgb[0], rgb[1], rgb[2]}, desk = picture.at(x, y);
            const int light = s[static_cast<std::size_t>(x)];
            rgb[0] = byte_of(desk.red * light / 256);
            rgb[1] = byte_of(desk.green * light / 256);
            rgb[2] = byte_of(desk.blue * light / 256);
            blend_pixel(rgb, page, covered);
        }
    }
}

/// A stretch of a row, in bytes.
struct Stretch {
    std::size_t begin, end;
};

/// Returns the stretches of a row in which the desk is seen, and spreads the cover there to a value
/// per byte. Between them the page covers whole squares of 8 pixels.
void find_gaps(const std::uint8_t* cover, std::size_t width, std::vector<Stretch>& gaps,
               Bytes& covered) {
    const auto is_covered = [&](std::size_t x) { // the eight pixels from x on, or those left
        std::uint64_t eight = ~std::uint64_t{0};
        std::memcpy(&eight, cover + x, std::min<std::size_t>(8, width - x));
        return eight == ~std::uint64_t{0};
    };
    gaps.clear();
    for (std::size_t x = 0; x < width; x += 8) {
        if (is_covered(x)) continue;
        const std::size_t begin = x;
        while (x < width && !is_covered(x)) x += 8;
        const std::size_t end = std::min(x, width);
        gaps.push_back({3 * begin, 3 * end});
        for (std::size_t i = begin; i < end; ++i) std::fill_n(&covered[3 * i], 3, cover[i]);
    }
}

/// What is seen of the desk, in values per byte: 256 for 1.
struct DeskRow {
    FieldRow pattern, shadow;
    const std::uint8_t* colours;
    std::int16_t rough;
};

/// Puts the desk below a row of the page.
/// @param covered  by the page: 255 for all of the pixel
ECGPRESS_VECTORISED
void put_desk_row(std::uint8_t* row, const std::uint8_t* covered, const DeskRow& desk,
                  const std::int16_t* speck, std::size_t count) {
    const FieldRow pattern = desk.pattern, shadow = desk.shadow;
    const std::uint8_t* const colours = desk.colours;
    const std::int16_t rough = desk.rough;
#pragma GCC ivdep // `row` is none of the others
    for (std::size_t i = 0; i < count; ++i) {
        const int light = pattern[i] * shadow[i];
        const int value = ((colours[i] * light + 32768) >> 16) + speck[i] * rough / 32;
        const auto seen = static_cast<std::uint8_t>(std::min(std::max(value, 0), 255));
        row[i] = blended(seen, row[i], covered[i]);
    }
}

} // namespace

void lay_on_desk(Image& image, const Image& cover, const Scene& scene) {
    if (scene.desk.picture >= 0) return lay_on_picture(image, cover, scene);
    // Integer arithmetic: pattern and shadow are 256 for 1, and their product 65536.
    const Field pattern = desk_pattern(cover, scene);
    const Field shadow = shadow_of(cover, scene);
    FieldRows patterns(pattern, image.width, 1, 256, 3), shadows(shadow, image.width, 1, 256, 3);
    const Bytes colours = row_of(scene.desk.colour, image.width);
    // Fine texture has a standard deviation of 9.2 grey levels on real photographs
    // (docs/realism.md), most of it from the surface.
    const Desk::Kind kind = scene.desk.kind;
    const std::int16_t rough = kind == Desk::Kind::lid ? 0 : kind == Desk::Kind::dark ? 4 : 8;
    const Grain grain(scene.grain_seed, "desk grain", {1.1, 0, 0}, image.width);
    Bytes covered(image.stride());
    std::vector<Stretch> gaps;
    for (int y = 0; y < image.height; ++y) {
        find_gaps(cover.row(y), static_cast<std::size_t>(image.width), gaps, covered);
        if (gaps.empty()) continue;
        const FieldRow pattern_row = patterns.row(y), shadow_row = shadows.row(y);
        grain.visit_row(y, [&](std::size_t first, const std::int16_t* noise, std::size_t count) {
            for (const Stretch& gap : gaps) {
                const std::size_t begin = std::max(first, gap.begin),
                                  end = std::min(first + count, gap.end);
                if (begin >= end) continue;
                put_desk_row(image.row(y) + begin, covered.data() + begin,
                             {pattern_row.from(begin), shadow_row.from(begin),
                              colours.data() + begin, rough},
                             noise + (begin - first), end - begin);
            }
        });
    }
}

} // namespace ecgpress
