#include "render/scene/gain.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "render/draw/vectorised.hpp"

namespace ecgpress {

namespace {

constexpr int k_part_bits = 8; // of interpolation weights
constexpr int k_noise_tile_px = 512;

/// Rounds and clamps to 0-65535. (std::lround is a function call.)
std::int32_t whole(double value) {
    const double inside = std::clamp(value, 0.0, 65535.0);
    const auto floor = static_cast<std::int32_t>(inside);
    return floor + (inside - floor >= 0.5 ? 1 : 0);
}

ECGPRESS_VECTORISED
void mix_rows(std::uint16_t* to, const std::int32_t* upper, const std::int32_t* lower,
              std::int32_t part, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<std::uint16_t>(upper[i] +
                                           (((lower[i] - upper[i]) * part + 128) >> k_part_bits));
}

/// Returns a tile of approximately normal noise with standard deviation 1, smoothed.
std::vector<float> make_noise(const char* stream, double smooth_px) {
    Rng random(0, 0, stream);
    // The sum of eight uniform bytes (mean 1020) is close to normal, and exact on any processor.
    Field noise(k_noise_tile_px, k_noise_tile_px, 1);
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
std::vector<std::int16_t> make_tile(const Grain::Shape& shape, std::size_t channels) {
    constexpr double k_fine = 32;
    const std::vector<float> grey = make_noise("grey grain", shape.grey_px);
    std::vector<float> red, blue;
    if (shape.colour > 0) {
        red = make_noise("red grain", shape.colour_px);
        blue = make_noise("blue grain", shape.colour_px);
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
const std::vector<std::int16_t>& tile_of(const Grain::Shape& shape, std::size_t channels) {
    using Tiles = std::map<Grain::Shape, std::vector<std::int16_t>>;
    thread_local std::map<std::size_t, Tiles> all;
    Tiles& tiles = all[channels];
    const auto found = tiles.find(shape);
    return found != tiles.end() ? found->second
                                : tiles.emplace(shape, make_tile(shape, channels)).first->second;
}

} // namespace

FieldRows::FieldRows(std::vector<const Field*> fields, int width_px, double units_per_px,
                     double one, float (*map)(float))
    : fields_(std::move(fields)), units_per_px_(units_per_px), one_(one), map_(map),
      cells_(static_cast<std::size_t>(fields_.front()->columns)),
      upper_(static_cast<std::size_t>(width_px) * fields_.size()), lower_(upper_.size()),
      row_(upper_.size()) {
    const Field& field = *fields_.front();
    across_.reserve(static_cast<std::size_t>(width_px));
    for (int x = 0; x < width_px; ++x) {
        const double cell = std::clamp((x + 0.5) * units_per_px * field.cells_per_unit - 0.5, 0.0,
                                       static_cast<double>(field.columns - 1));
        const int before = std::min(static_cast<int>(cell), field.columns - 2);
        across_.push_back({before, static_cast<std::int32_t>(std::lround((cell - before) * 256))});
    }
}

void FieldRows::expand(int field_row, std::vector<std::int32_t>& to) {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
        if (f > 0 && fields_[f] == fields_[f - 1]) { // repeated
            for (std::size_t i = f; i < to.size(); i += fields_.size()) to[i] = to[i - 1];
            continue;
        }
        const float* const from = fields_[f]->row(field_row);
        for (std::size_t i = 0; i < cells_.size(); ++i)
            cells_[i] = whole(double{map_ == nullptr ? from[i] : map_(from[i])} * one_);
        std::int32_t* out = to.data() + f;
        for (const Place& at : across_) {
            const std::int32_t left = cells_[static_cast<std::size_t>(at.before)],
                               right = cells_[static_cast<std::size_t>(at.before) + 1];
            *out = left + (((right - left) * at.part + 128) >> k_part_bits);
            out += fields_.size();
        }
    }
}

double FieldRows::cell_of(int y) const {
    const Field& field = *fields_.front();
    return std::clamp((y + 0.5) * units_per_px_ * field.cells_per_unit - 0.5, 0.0,
                      static_cast<double>(field.rows - 1));
}

bool FieldRows::is_zero(int y) const {
    const int last = fields_.front()->rows - 2,
              before = std::min(static_cast<int>(cell_of(y)), last);
    return std::all_of(fields_.begin(), fields_.end(), [&](const Field* field) {
        const float* const cells = field->row(before);
        return std::all_of(cells, cells + 2 * field->columns, [](float v) { return v == 0; });
    });
}

const std::uint16_t* FieldRows::row(int y) {
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
    mix_rows(row_.data(), upper_.data(), lower_.data(),
             static_cast<std::int32_t>(std::lround((cell - before) * 256)), row_.size());
    return row_.data();
}

// The upper 16 bits of (16 p + 8) * gain are p times the
/// gain, rounded.
ECGPRESS_VECTORISED
void multiply_row(std::uint8_t* pixels, const std::uint16_t* gain, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto fine = static_cast<std::uint16_t>(16 * pixels[i] + 8);
        const auto product = static_cast<std::uint16_t>((std::uint32_t{fine} * gain[i]) >> 16);
        pixels[i] = static_cast<std::uint8_t>(product < 255 ? product : 255);
    }
}

void multiply(Image& image, const std::array<const Field*, 3>& gain, double units_per_px) {
    FieldRows rows({gain.begin(), gain.end()}, image.width, units_per_px, k_gain_one);
    for (int y = 0; y < image.height; ++y) multiply_row(image.row(y), rows.row(y), image.stride());
}

void multiply_by(float (*map)(float), Image& image, const std::array<const Field*, 3>& fields,
                 double units_per_px) {
    FieldRows rows({fields.begin(), fields.end()}, image.width, units_per_px, k_gain_one, map);
    for (int y = 0; y < image.height; ++y)
        if (!rows.is_zero(y)) multiply_row(image.row(y), rows.row(y), image.stride());
}

ECGPRESS_VECTORISED
void blend_row(std::uint8_t* to, const std::uint8_t* from, const std::uint16_t* amount,
               std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto left = static_cast<std::uint16_t>(to[i] * (256 - amount[i]));
        const auto sum = static_cast<std::uint16_t>(left + from[i] * amount[i] + 128);
        to[i] = static_cast<std::uint8_t>(sum >> 8);
    }
}

void blend_towards(Image& image, Colour colour, const Field& amount, double units_per_px) {
    Field inside = amount;
    for (float& value : inside.values) value = std::min(value, 1.0F);
    FieldRows rows(inside, image.width, units_per_px, 256, 3);
    const Bytes row = row_of(colour, image.width);
    for (int y = 0; y < image.height; ++y)
        blend_row(image.row(y), row.data(), rows.row(y), image.stride());
}

bool Grain::Shape::operator<(const Shape& other) const {
    return std::tie(grey_px, colour, colour_px) <
           std::tie(other.grey_px, other.colour, other.colour_px);
}

Grain::Grain(std::uint64_t seed, const char* stream, const Shape& shape, int width_px, int channels)
    : channels_(static_cast<std::size_t>(channels)), tile_(&tile_of(shape, channels_)),
      row_(channels_ * static_cast<std::size_t>(width_px)) {
    Rng random(seed, 0, stream);
    for (std::uint16_t& offset : offsets_)
        offset = static_cast<std::uint16_t>(random.below(k_noise_tile_px));
}

const std::int16_t* Grain::row(int y) {
    // Every strip of 64 rows has its own offset, so repetitions of the tile are not aligned.
    const std::size_t tile_row = channels_ * std::size_t{k_noise_tile_px};
    const std::size_t strip = static_cast<std::size_t>(y / 64) % offsets_.size();
    const std::int16_t* const from =
        tile_->data() + tile_row * static_cast<std::size_t>(y % k_noise_tile_px);
    std::size_t at = channels_ * offsets_[strip];
    for (std::size_t done = 0; done < row_.size(); at = 0) {
        const std::size_t count = std::min(tile_row - at, row_.size() - done);
        std::copy_n(from + at, count, row_.data() + done);
        done += count;
    }
    return row_.data();
}

} // namespace ecgpress
