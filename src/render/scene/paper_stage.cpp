#include "render/scene/paper_stage.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/ink_mask.hpp"
#include "render/draw/vectorised.hpp"
#include "render/scene/curves.hpp"
#include "render/scene/gain.hpp"

namespace ecgpress {

namespace {

/// Returns the brightness of the lit relief relative to flat paper: Lambert's law plus ambient
/// light, with inverse-square falloff for a near lamp. In gamma space, so that the image need not
/// be linearised. Fitted by eye to photographs of creased pages.
/// @returns fields of red, green and blue; only the first one if the light has one colour
std::vector<Field> shading(const Scene& scene) {
    const Slopes slopes(scene.sheet);
    const Lamp& lamp = scene.lamp;
    const PointInSpace near = lamp.near_point.value_or(PointInSpace{0, 0, 1});
    const double r2_middle = near.x_mm * near.x_mm + near.y_mm * near.y_mm + near.z_mm * near.z_mm,
                 near_reference = near.z_mm / std::sqrt(r2_middle);
    Field gain(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm);
    const double level = cos_of(lamp.elevation_rad), height = sin_of(lamp.elevation_rad);
    const double far_x = cos_of(lamp.azimuth_rad) * level,
                 far_y = -sin_of(lamp.azimuth_rad) * level;
    for (int j = 0; j < gain.rows; ++j)
        for (int i = 0; i < gain.columns; ++i) {
            const auto [gx, gy] = slopes.at(i, j);
            double x = far_x, y = far_y, z = height, reference = height, fall = 1;
            if (lamp.near_point) {
                const PointInSpace at = bent(scene.sheet, {gain.centre(i), gain.centre(j)});
                const double dx = near.x_mm - at.x_mm, dy = near.y_mm - at.y_mm,
                             dz = near.z_mm - at.z_mm;
                const double r2 = dx * dx + dy * dy + dz * dz, r = std::sqrt(r2);
                x = dx / r;
                y = dy / r;
                z = dz / r;
                reference = near_reference;
                fall = r2_middle / r2;
            }
            const double lit =
                std::max(0.0, (z - gx * x - gy * y) / std::sqrt(1 + gx * gx + gy * gy));
            const double light = lamp.ambient + (1 - lamp.ambient) * lit / reference * fall;
            gain.row(j)[i] = static_cast<float>(light);
        }
    // The 60th percentile of brightness becomes k_room: white paper must stay below 255, or bright
    // slopes are clipped. Both values were chosen by eye.
    constexpr double k_room = 0.94;
    std::vector<float> sorted = gain.values;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * 6 / 10);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const float scale = static_cast<float>(k_room) / *middle;
    std::vector<Field> gains(lamp.tint == 0 ? 1 : 3, gain);
    // Ambient light is bluer than the lamp's. On flat paper the two together are white.
    const double bluer = lamp.tint * lamp.ambient / (1 - lamp.ambient);
    for (std::size_t c = 0; c < gains.size(); ++c) {
        const auto excess = static_cast<float>(bluer * (static_cast<double>(c) - 1));
        for (float& value : gains[c].values)
            value = gamma_of(std::max(0.0F, value + excess * (1 - value)) * scale);
    }
    return gains;
}

/// Replaces print that is rubbed off on crests by paper. Noise makes the wear patchy; its
/// parameters (cells of 1.2 mm; gain 3, threshold 0.35, at most 0.85) were chosen by eye.
void rub_off(Image& image, const Scene& scene, Colour paper) {
    if (scene.sheet.wear.empty()) return;
    Rng random(scene.grain_seed, 0, "wear");
    const Field grain =
        noise_field(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm, {1.2, 2, 0.6}, random);
    Field worn = scene.sheet.wear;
    for (std::size_t i = 0; i < worn.values.size(); ++i)
        worn.values[i] =
            std::clamp(3 * (worn.values[i] - 0.35F * std::abs(grain.values[i])), 0.0F, 0.85F);
    blend_towards(image, paper, worn, 1 / scene.px_per_mm);
}

/// Draws a mark and records what it hides.
void put_mark(Paper& paper, const Mark& mark) {
    Image& image = paper.image;
    if (mark.hides && paper.hidden.pixels.empty())
        paper.hidden = Image(image.width, image.height, 1);
    for_each_ink_pixel(mark.ink, mark.ink.rect, [&](int x, int y, std::uint8_t coverage) {
        const auto amount = static_cast<std::uint8_t>(std::lround(coverage * mark.opacity));
        std::uint8_t* const rgb = image.row(y) + 3 * static_cast<std::size_t>(x);
        const Colour below{rgb[0], rgb[1], rgb[2]};
        const Colour colour = mark.multiplies ? Colour{times(below.red, mark.colour.red),
                                                       times(below.green, mark.colour.green),
                                                       times(below.blue, mark.colour.blue)}
                                              : mark.colour;
        blend_pixel(rgb, colour, amount);
        if (mark.hides) {
            std::uint8_t& hidden = paper.hidden.row(y)[x];
            hidden = std::max(hidden, amount);
        }
    });
}

/// Removes paper.
void cut(Paper& paper, const InkMask& hole) {
    if (paper.alpha.pixels.empty()) {
        paper.alpha = Image(paper.image.width, paper.image.height, 1);
        std::fill(paper.alpha.pixels.begin(), paper.alpha.pixels.end(), std::uint8_t{255});
    }
    for_each_ink_pixel(hole, hole.rect, [&](int x, int y, std::uint8_t coverage) {
        std::uint8_t& alpha = paper.alpha.row(y)[x];
        alpha = times(alpha, 255 - coverage);
    });
}

/// Adds noise times strength: noise is in 1/32, strength in 1/256 grey levels, 2^13 = 32 * 256.
ECGPRESS_VECTORISED
void add_grain_row(std::uint8_t* pixels, const std::int16_t* noise, int strength,
                   std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const int value = pixels[i] + ((noise[i] * strength + 4096) >> 13);
        pixels[i] = static_cast<std::uint8_t>(std::min(std::max(value, 0), 255));
    }
}

void add_grain(Image& image, double deviation, std::uint64_t seed) {
    if (deviation <= 0) return;
    Grain grain(seed, "paper grain", {0.7, 0, 0}, image.width); // blotches of 0.7 px, by eye
    const int strength = static_cast<int>(std::lround(deviation * 256));
    for (int y = 0; y < image.height; ++y)
        add_grain_row(image.row(y), grain.row(y), strength, image.stride());
}

} // namespace

Paper soil_paper(Image image, const Scene& scene) {
    Paper paper;
    paper.image = std::move(image);
    const Soil& soil = scene.soil;
    rub_off(paper.image, scene, {245, 244, 242}); // bare paper
    for (const Mark& mark : soil.marks) put_mark(paper, mark);
    if (!soil.fibre.empty()) // torn paper is white inside
        blend_towards(paper.image, {246, 243, 238}, soil.fibre, 1 / scene.px_per_mm);
    // Beer-Lambert law: the transmitted share of light is exp(-density).
    const std::array<Field, 3>& density = soil.density;
    if (!density[0].empty())
        multiply_by(fading, paper.image, {&density[0], &density[1], &density[2]},
                    1 / scene.px_per_mm);
    if (!scene.sheet.is_flat()) {
        const std::vector<Field> light = shading(scene);
        multiply(paper.image, {&light.front(), &light[light.size() / 2], &light.back()},
                 1 / scene.px_per_mm);
    }
    add_grain(paper.image, soil.texture, scene.grain_seed);
    for (const InkMask& hole : soil.cuts) cut(paper, hole);
    return paper;
}

} // namespace ecgpress
