#include "render/scene/paper_stage.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "render/draw/blend.hpp"
#include "render/draw/ink_mask.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/gain.hpp"
#include "render/scene/shading.hpp"

namespace ecgpress {

namespace {

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

/// Records the coverage of a mark's ink. What is hidden later is hidden in the visibility of all
/// print.
void record(Image& layer, const Mark& mark, const Image& paper) {
    if (layer.pixels.empty()) layer = Image(paper.width, paper.height, 1);
    for_each_ink_pixel(mark.ink, mark.ink.rect, [&](int x, int y, std::uint8_t coverage) {
        std::uint8_t& most = layer.row(y)[x];
        most = std::max(most, coverage);
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

/// Adds noise times strength: noise is in 1/32, strength in 1/1024 grey levels, 2^15 = 32 * 1024.
ECGPRESS_VECTORISED
void add_grain_row(std::uint8_t* pixels, const std::int16_t* noise, std::int16_t strength,
                   std::size_t count) {
#pragma GCC ivdep // `pixels` are not the noise
    for (std::size_t i = 0; i < count; ++i)
        pixels[i] = byte_from(static_cast<std::int16_t>(pixels[i] + share_of(noise[i], strength)));
}

/// Multiplies rows of the paper by fields.
class Tint {
  public:
    /// @param fields  one for all channels or one for each; none: nothing is changed
    Tint(const std::vector<const Field*>& fields, const Scene& scene, FieldRows::Of of)
        : skips_blank_(of == FieldRows::Of::transmission) {
        if (fields.empty()) return;
        rows_ = std::make_unique<FieldRows>(
            std::vector<const Field*>{fields.front(), fields[fields.size() / 2], fields.back()},
            scene.drawing_width_px(), 1 / scene.px_per_mm, k_gain_one, of);
    }

    void apply(std::uint8_t* row, int y, std::size_t bytes) {
        if (rows_ == nullptr || (skips_blank_ && rows_->is_zero(y))) return;
        multiply_row(row, rows_->row(y), bytes);
    }

  private:
    std::unique_ptr<FieldRows> rows_;
    bool skips_blank_;
};

std::vector<const Field*> pointers_to(const std::vector<Field>& fields) {
    std::vector<const Field*> all;
    for (const Field& field : fields) all.push_back(&field);
    return all;
}

std::vector<const Field*> pointers_to(const std::array<Field, 3>& fields) {
    if (fields.front().empty()) return {};
    return {&fields[0], &fields[1], &fields[2]};
}

/// Stains, the light on the relief and the paper's grain: all that changes every pixel, in one pass
/// over the rows.
void tint_rows(Image& image, const Scene& scene) {
    const Soil& soil = scene.soil;
    const std::vector<Field> light = scene.sheet.is_flat() ? std::vector<Field>{} : shading(scene);
    using Of = FieldRows::Of;
    Tint stains(pointers_to(soil.density), scene, Of::transmission),
        haze(pointers_to(soil.haze), scene, Of::transmission),
        relief(pointers_to(light), scene, Of::value);
    // Blotches of 0.7 px, by eye.
    Grain grain(scene.grain_seed, "paper grain", {0.7, 0, 0}, image.width);
    const auto strength =
        static_cast<std::int16_t>(4 * std::lround(std::clamp(soil.texture, 0.0, 31.0) * 256));
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const row = image.row(y);
        stains.apply(row, y, image.stride());
        haze.apply(row, y, image.stride());
        relief.apply(row, y, image.stride());
        if (strength == 0) continue;
        grain.visit_row(y, [&](std::size_t first, const std::int16_t* noise, std::size_t count) {
            add_grain_row(row + first, noise, strength, count);
        });
    }
}

} // namespace

Paper soil_paper(Image image, const Scene& scene) {
    Paper paper;
    paper.image = std::move(image);
    const Soil& soil = scene.soil;
    rub_off(paper.image, scene, {245, 244, 242}); // bare paper
    for (const Mark& mark : soil.marks) {
        put_mark(paper, mark);
        if (!scene.keeps_layers || mark.kind == Mark::Kind::matter) continue;
        record(mark.kind == Mark::Kind::stamp ? paper.stamped : paper.written, mark, paper.image);
    }
    if (!soil.fibre.empty()) // torn paper is white inside
        blend_towards(paper.image, {246, 243, 238}, soil.fibre, 1 / scene.px_per_mm);
    tint_rows(paper.image, scene);
    for (const InkMask& hole : soil.cuts) cut(paper, hole);
    return paper;
}

} // namespace ecgpress
