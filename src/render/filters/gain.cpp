#include "render/filters/gain.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>

#include "render/draw/blend.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/curves.hpp"

namespace ecgpress {

namespace {

constexpr int k_part_bits = 8; // of interpolation weights

/// Scales, rounds and clamps to 0-32767.
ECGPRESS_VECTORISED
void round_cells(std::int32_t* to, const float* from, float one, std::size_t count) {
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<std::int32_t>(std::min(std::max(from[i] * one, 0.0F), 32767.0F) + 0.5F);
}

/// The numbers of three fields, and one that is not used. (Vector extension of GCC and Clang.)
typedef std::int32_t Four __attribute__((vector_size(16)));
typedef std::int16_t FourShort __attribute__((vector_size(8)));
constexpr std::size_t k_lanes = 4;

/// Interpolates the cells of three fields to pixels of three numbers. One number more is written.
ECGPRESS_VECTORISED
void expand_three(std::int16_t* to, const std::int32_t* cells, const FieldPlace* across,
                  std::size_t count) {
    for (std::size_t x = 0; x < count; ++x, to += 3) {
        const std::int32_t* const at = cells + k_lanes * static_cast<std::size_t>(across[x].before);
        Four left, right;
        std::memcpy(&left, at, sizeof left);
        std::memcpy(&right, at + k_lanes, sizeof right);
        const Four value = left + (((right - left) * across[x].part + 128) >> k_part_bits);
        const FourShort numbers = __builtin_convertvector(value, FourShort);
        std::memcpy(to, &numbers, sizeof numbers);
    }
}

void expand_one(std::int16_t* to, const std::int32_t* cells, const FieldPlace* across,
                std::size_t count) {
    for (std::size_t x = 0; x < count; ++x) {
        const std::int32_t* const at = cells + across[x].before;
        to[x] = static_cast<std::int16_t>(
            at[0] + (((at[1] - at[0]) * across[x].part + 128) >> k_part_bits));
    }
}

/// Returns a tile of approximately normal noise with standard deviation 1, smoothed.
std::vector<float> make_noise(const char* stream, int tile_px, double smooth_px) {
    Rng random(0, 0, stream);
    // The sum of eight uniform bytes (mean 1020) is close to normal, and exact on any processor.
    Field noise(tile_px, tile_px, 1);
    for (float& value : noise.values) {
        const std::uint64_t bytes = random.next_u64();
        int sum = 0;
        for (int i = 0; i < 8; ++i) sum += static_cast<int>(bytes >> (8 * i) & 255U);
        value = static_cast<float>(sum - 1020);
    }
    if (smooth_px > 0) blur(noise, smooth_px);
    double square = 0;
    for (const float value : noise.values) square += double{value} * double{value};
    const double scale = 1 / std::sqrt(square / static_cast<double>(noise.values.size()));
    for (float& value : noise.values) value = static_cast<float>(double{value} * scale);
    return std::move(noise.values);
}

/// Mixes grey and colour noise to a tile of RGB values times 32. The weights of the channels (0.85,
/// 0.8, 1/5) were chosen by eye: most noise is in blue, least in green.
std::vector<std::int16_t> make_tile(const Grain::Shape& shape, int tile_px, std::size_t channels) {
    constexpr double k_fine = 32;
    const std::vector<float> grey = make_noise("grey grain", tile_px, shape.grey_px);
    std::vector<float> red, blue;
    if (shape.colour > 0) {
        red = make_noise("red grain", tile_px, shape.colour_px);
        blue = make_noise("blue grain", tile_px, shape.colour_px);
    }
    std::vector<std::int16_t> tile;
    tile.reserve(channels * grey.size());
    for (std::size_t i = 0; i < grey.size(); ++i) {
        const double r = red.empty() ? 0 : shape.colour * 0.85 * double{red[i]},
                     b = blue.empty() ? 0 : shape.colour * double{blue[i]};
        const double luma = double{grey[i]} * (shape.colour > 0 ? 0.8 : 1);
        tile.push_back(static_cast<std::int16_t>(std::lround(k_fine * (luma + r))));
        if (channels == 1) continue;
        for (const double value : {luma - (r + b) / 5, luma + b})
            tile.push_back(static_cast<std::int16_t>(std::lround(k_fine * value)));
    }
    return tile;
}

/// Returns the tile of a shape. Each thread computes it once.
const std::vector<std::int16_t>& tile_of(const Grain::Shape& shape, int tile_px,
                                         std::size_t channels) {
    using Tiles = std::map<Grain::Shape, std::vector<std::int16_t>>;
    thread_local std::map<std::size_t, Tiles> all;
    Tiles& tiles = all[channels];
    const auto found = tiles.find(shape);
    if (found != tiles.end()) return found->second;
    return tiles.emplace(shape, make_tile(shape, tile_px, channels)).first->second;
}

} // namespace

FieldRows::FieldRows(std::vector<const Field*> fields, int width_px, double units_per_px,
                     double one, Of of)
    : fields_(std::move(fields)), units_per_px_(units_per_px), one_(static_cast<float>(one)),
      of_(of), shares_(static_cast<std::size_t>(fields_.front()->columns)), whole_(shares_.size()),
      cells_(shares_.size() * (fields_.size() == 1 ? 1 : k_lanes)),
      upper_(static_cast<std::size_t>(width_px) * fields_.size() + 1), lower_(upper_.size()) {
    assert(fields_.size() == 1 || fields_.size() == 3);
    const Field& field = *fields_.front();
    across_.reserve(static_cast<std::size_t>(width_px));
    for (int x = 0; x < width_px; ++x) {
        const double cell = std::clamp((x + 0.5) * units_per_px * field.cells_per_unit - 0.5, 0.0,
                                       static_cast<double>(field.columns - 1));
        const int before = std::min(static_cast<int>(cell), field.columns - 2);
        across_.push_back({before, static_cast<std::int32_t>(std::lround((cell - before) * 256))});
    }
}

void FieldRows::read_cells(int field_row) {
    const std::size_t count = shares_.size();
    for (std::size_t f = 0; f < fields_.size(); ++f) {
        if (f == 0 || fields_[f] != fields_[f - 1]) {
            const float* from = fields_[f]->row(field_row);
            if (of_ == Of::transmission) {
                shares_.assign(from, from + count);
                fade(shares_.data(), count);
                from = shares_.data();
            }
            round_cells(whole_.data(), from, one_, count);
        }
        const std::size_t lanes = fields_.size() == 1 ? 1 : k_lanes;
        for (std::size_t i = 0; i < count; ++i) cells_[lanes * i + f] = whole_[i];
    }
}

void FieldRows::expand(int field_row, std::vector<std::int16_t>& to) {
    read_cells(field_row);
    (fields_.size() == 1 ? expand_one : expand_three)(to.data(), cells_.data(), across_.data(),
                                                      across_.size());
}

double FieldRows::cell_of(int y) const {
    const Field& field = *fields_.front();
    return std::clamp((y + 0.5) * units_per_px_ * field.cells_per_unit - 0.5, 0.0,
                      static_cast<double>(field.rows - 1));
}

bool FieldRows::is_zero(int y) {
    const int last = fields_.front()->rows - 2,
              before = std::min(static_cast<int>(cell_of(y)), last);
    if (before == known_row_) return is_zero_;
    known_row_ = before;
    is_zero_ = std::all_of(fields_.begin(), fields_.end(), [&](const Field* field) {
        const float* const cells = field->row(before);
        return std::all_of(cells, cells + 2 * field->columns, [](float v) { return v == 0; });
    });
    return is_zero_;
}

FieldRow FieldRows::row(int y) {
    const double cell = cell_of(y);
    const int before = std::min(static_cast<int>(cell), fields_.front()->rows - 2);
    // Rows are visited in order, so the next pair of field rows shares one with the last.
    if (before == upper_row_ + 1) {
        std::swap(upper_, lower_);
        expand(before + 1, lower_);
    } else if (before != upper_row_) {
        expand(before, upper_);
        expand(before + 1, lower_);
    }
    upper_row_ = before;
    const auto part = std::lround((cell - before) * 256);
    if (part == 256) return {lower_.data(), lower_.data(), 0}; // 32768 is beyond 16 bits
    return {upper_.data(), lower_.data(), static_cast<std::int16_t>(128 * part)};
}

// The upper 16 bits of (16 p + 8) * gain are p times the gain, rounded.
ECGPRESS_VECTORISED
void multiply_row(std::uint8_t* pixels, const FieldRow& gain, std::size_t count) {
    const FieldRow row = gain;
#pragma GCC ivdep // `pixels` are no part of the field
    for (std::size_t i = 0; i < count; ++i) {
        const auto fine = static_cast<std::uint16_t>(16 * pixels[i] + 8);
        const auto product = static_cast<std::uint16_t>(
            (std::uint32_t{fine} * static_cast<std::uint16_t>(row[i])) >> 16);
        pixels[i] = static_cast<std::uint8_t>(product < 255 ? product : 255);
    }
}

ECGPRESS_VECTORISED
void blend_row(std::uint8_t* to, const std::uint8_t* from, const FieldRow& amount,
               std::size_t count) {
    const FieldRow row = amount;
#pragma GCC ivdep // `to` is none of the others
    for (std::size_t i = 0; i < count; ++i) {
        const auto part = static_cast<std::uint16_t>(row[i]);
        const auto left = static_cast<std::uint16_t>(to[i] * (256 - part));
        const auto sum = static_cast<std::uint16_t>(left + from[i] * part + 128);
        to[i] = static_cast<std::uint8_t>(sum >> 8);
    }
}

void blend_towards(Image& image, Colour colour, const Field& amount, double units_per_px) {
    constexpr std::size_t k_stretch = 192; // values; most stretches keep the image
    Field inside = amount;
    for (float& value : inside.values) value = std::min(value, 1.0F);
    FieldRows rows(inside, image.width, units_per_px, 256, 3);
    const Bytes row = row_of(colour, image.width);
    for (int y = 0; y < image.height; ++y) {
        if (rows.is_zero(y)) continue;
        const FieldRow amounts = rows.row(y);
        for (std::size_t at = 0; at < row.size(); at += k_stretch) {
            const std::size_t count = std::min(k_stretch, row.size() - at);
            if (!amounts.from(at).is_zero(count))
                blend_row(image.row(y) + at, row.data() + at, amounts.from(at), count);
        }
    }
}

bool Grain::Shape::operator<(const Shape& other) const {
    return std::tie(grey_px, colour, colour_px) <
           std::tie(other.grey_px, other.colour, other.colour_px);
}

Grain::Grain(std::uint64_t seed, const char* stream, const Shape& shape, int width_px, int channels)
    : channels_(static_cast<std::size_t>(channels)),
      values_(channels_ * static_cast<std::size_t>(width_px)),
      tile_(&tile_of(shape, k_tile_px, channels_)) {
    Rng random(seed, 0, stream);
    for (std::uint16_t& offset : offsets_)
        offset = static_cast<std::uint16_t>(random.below(k_tile_px));
}

const std::int16_t* Grain::tile_row(int y) const {
    return tile_->data() +
           channels_ * std::size_t{k_tile_px} * static_cast<std::size_t>(y % k_tile_px);
}

std::size_t Grain::first_of(int y) const {
    // Every strip of 64 rows has its own offset, so repetitions of the tile are not aligned.
    return channels_ * offsets_[static_cast<std::size_t>(y / 64) % offsets_.size()];
}

} // namespace ecgpress
