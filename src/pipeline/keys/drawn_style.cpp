#include "pipeline/keys/drawn_style.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

const StyleDraw::Piece& drawn_piece(const StyleDraw& draw, Rng& random) {
    if (draw.pieces.size() == 1) return draw.pieces.front();
    double total = 0;
    for (const StyleDraw::Piece& piece : draw.pieces) total += piece.weight;
    double left = random.uniform() * total;
    for (const StyleDraw::Piece& piece : draw.pieces) {
        left -= piece.weight;
        if (left < 0) return piece;
    }
    return draw.pieces.back();
}

Colour between(const Colour& low, const Colour& high, double part) {
    const auto mixed = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + part * (b - a)));
    };
    return {mixed(low.red, high.red), mixed(low.green, high.green), mixed(low.blue, high.blue)};
}

double drawn_normal(const StyleDraw& draw, double low, double high, Rng& random) {
    constexpr int k_most_tries = 100; // bounds the time if the range is far from the mean
    for (int i = 0; i < k_most_tries; ++i) {
        const double value = draw.mean + draw.sd * random.normal();
        if (value >= low && value <= high) return value;
    }
    return std::clamp(draw.mean, low, high);
}

StyleValue drawn_value(const StyleDraw& draw, Rng& random) {
    const StyleDraw::Piece& piece = drawn_piece(draw, random);
    if (const auto* low = std::get_if<double>(&piece.low)) {
        const double high = std::get<double>(piece.high);
        return draw.sd > 0 ? drawn_normal(draw, *low, high, random) : random.uniform(*low, high);
    }
    if (const auto* low = std::get_if<Colour>(&piece.low))
        return between(*low, std::get<Colour>(piece.high), random.uniform());
    return piece.low;
}

/// All values at which a piece of a distribution starts or ends.
std::vector<StyleValue> ends_of(const StyleDraw& draw) {
    if (std::holds_alternative<double>(draw.pieces.front().low)) {
        const NumberRange range = range_of(draw);
        return {range.low, range.high};
    }
    std::vector<StyleValue> ends;
    for (const StyleDraw::Piece& piece : draw.pieces) ends.push_back(piece.low);
    return ends;
}

/// If there are more extremes than k_most_extremes, a random selection is checked. A design problem
/// that it misses appears later as a failed page.
constexpr std::uint64_t k_most_extremes = 4096, k_seeded_extremes = 256;

/// A sampled key of `style`, and its extreme values.
struct DrawnField {
    ConfigField field;
    std::vector<StyleValue> ends;
};

std::vector<DrawnField> drawn_fields(PageStyle& style, const StyleSettings& settings) {
    std::vector<DrawnField> drawn;
    for (const ConfigField& field : fields_of(style)) {
        const auto draw = settings.draws.find(field.key);
        if (draw != settings.draws.end()) drawn.push_back({field, ends_of(draw->second)});
    }
    return drawn;
}

/// Number of styles in which every sampled value is at one of its ends, at most 2^40.
std::uint64_t extreme_count(const std::vector<DrawnField>& drawn) {
    constexpr std::uint64_t k_enough = std::uint64_t{1} << 40;
    std::uint64_t count = 1;
    for (const DrawnField& field : drawn) count = std::min(count * field.ends.size(), k_enough);
    return count;
}

} // namespace

PageStyle drawn_style(const StyleSettings& settings, std::uint64_t seed, std::uint64_t page) {
    PageStyle style = settings.base;
    for (const ConfigField& field : fields_of(style)) {
        const auto draw = settings.draws.find(field.key);
        if (draw == settings.draws.end()) continue;
        Rng random(seed, page, "style." + draw->first);
        set_style_value(field, drawn_value(draw->second, random));
    }
    return style;
}

void for_extremes(const StyleSettings& settings, std::uint64_t most,
                  const std::function<bool(const PageStyle&)>& check) {
    PageStyle style = settings.base;
    const std::vector<DrawnField> drawn = drawn_fields(style, settings);
    const std::uint64_t all = extreme_count(drawn);
    const bool every = all <= std::min(most, k_most_extremes);
    const std::uint64_t count = every ? all : std::min(most, k_seeded_extremes);
    Rng draw(0, 0, "extremes");
    for (std::uint64_t i = 0; i < count; ++i) {
        std::uint64_t number =
            every ? i : draw.next_u64(); // its mixed-radix digits select an end for each key
        for (const DrawnField& field : drawn) {
            set_style_value(field.field, field.ends[number % field.ends.size()]);
            number /= field.ends.size();
        }
        if (!check(style)) return;
    }
}

} // namespace ecgpress
