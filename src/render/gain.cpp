#include "render/gain.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

constexpr int k_part_bits = 8;
constexpr double k_gain_one = 4096; ///< of gains: up to 16 times

/// Rounded; without the call that std::lround is, and never below 0.
std::int32_t whole(double value) {
    const double inside = std::clamp(value, 0.0, 65535.0);
    const auto floor = static_cast<std::int32_t>(inside);
    return floor + (inside - floor >= 0.5 ? 1 : 0);
}

void multiply_row(std::uint8_t* pixels, int width, int channels, const std::uint16_t* gain) {
    for (int x = 0; x < width; ++x, pixels += channels) {
        const unsigned product = (*pixels * unsigned{gain[x]} + 2048) >> 12;
        *pixels = static_cast<std::uint8_t>(std::min(product, 255U));
    }
}

std::vector<std::int16_t> make_tile(double smooth_px) {
    Rng random(0, 0, "grain tile");
    // The sum of eight bytes is normal enough, and exact.
    Field noise(Grain::k_side_px, Grain::k_side_px, 1);
    for (float& value : noise.values) {
        const std::uint64_t bytes = random.next_u64();
        int sum = 0;
        for (int i = 0; i < 8; ++i) sum += static_cast<int>(bytes >> (8 * i) & 255U);
        value = static_cast<float>(sum - 1020);
    }
    if (smooth_px > 0) blur(noise, smooth_px);
    double square = 0;
    for (const float value : noise.values) square += double{value} * double{value};
    const double scale = 32 / std::sqrt(square / static_cast<double>(noise.values.size()));
    std::vector<std::int16_t> tile;
    tile.reserve(noise.values.size());
    for (const float value : noise.values)
        tile.push_back(static_cast<std::int16_t>(std::lround(double{value} * scale)));
    return tile;
}

/// A tile of each smoothness, made once.
const std::vector<std::int16_t>& tile_of(double smooth_px) {
    static std::map<double, std::vector<std::int16_t>> tiles; // a rank has one thread
    const auto found = tiles.find(smooth_px);
    return found != tiles.end() ? found->second
                                : tiles.emplace(smooth_px, make_tile(smooth_px)).first->second;
}

} // namespace

FieldRows::FieldRows(const Field& field, int width_px, double units_per_px, double one)
    : field_(&field), units_per_px_(units_per_px), one_(one),
      upper_(static_cast<std::size_t>(field.columns)), lower_(upper_.size()), mixed_(upper_.size()),
      row_(static_cast<std::size_t>(width_px)) {
    across_.reserve(row_.size());
    for (int x = 0; x < width_px; ++x) {
        const double cell = std::clamp((x + 0.5) * units_per_px * field.cells_per_unit - 0.5, 0.0,
                                       static_cast<double>(field.columns - 1));
        const int before = std::min(static_cast<int>(cell), field.columns - 2);
        across_.push_back({before, static_cast<std::int32_t>(std::lround((cell - before) * 256))});
    }
}

void FieldRows::read_row(int row, std::vector<std::int32_t>& to) const {
    const float* const from = field_->row(row);
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = whole(double{from[i]} * one_);
}

const std::uint16_t* FieldRows::row(int y) {
    const double cell = std::clamp((y + 0.5) * units_per_px_ * field_->cells_per_unit - 0.5, 0.0,
                                   static_cast<double>(field_->rows - 1));
    const int before = std::min(static_cast<int>(cell), field_->rows - 2);
    if (before == upper_row_ + 1 && upper_row_ >= 0) {
        std::swap(upper_, lower_);
        read_row(before + 1, lower_);
    } else if (before != upper_row_) {
        read_row(before, upper_);
        read_row(before + 1, lower_);
    }
    upper_row_ = before;
    const auto part = static_cast<std::int32_t>(std::lround((cell - before) * 256));
    for (std::size_t i = 0; i < mixed_.size(); ++i)
        mixed_[i] = upper_[i] + (((lower_[i] - upper_[i]) * part + 128) >> k_part_bits);
    for (std::size_t x = 0; x < row_.size(); ++x) {
        const Place& at = across_[x];
        const std::int32_t left = mixed_[static_cast<std::size_t>(at.before)],
                           right = mixed_[static_cast<std::size_t>(at.before) + 1];
        row_[x] =
            static_cast<std::uint16_t>(left + (((right - left) * at.part + 128) >> k_part_bits));
    }
    return row_.data();
}

GammaTable::GammaTable() {
    for (std::size_t i = 0; i < table_.size(); ++i)
        table_[i] =
            static_cast<float>(pow_of(static_cast<double>(i) / double{k_steps_a_unit}, 1 / 2.2));
}

void multiply(Image& image, const std::array<Field, 3>& gain, double units_per_px) {
    if (gain[0].empty()) return;
    std::vector<FieldRows> channels;
    for (int c = 0; c < image.channels; ++c)
        channels.emplace_back(gain[static_cast<std::size_t>(c)], image.width, units_per_px,
                              k_gain_one);
    for (int y = 0; y < image.height; ++y)
        for (int c = 0; c < image.channels; ++c)
            multiply_row(image.row(y) + c, image.width, image.channels,
                         channels[static_cast<std::size_t>(c)].row(y));
}

Grain::Grain(std::uint64_t seed, const char* stream, double smooth_px)
    : tile_(&tile_of(smooth_px)) {
    Rng random(seed, 0, stream);
    for (std::uint16_t& offset : offsets_)
        offset = static_cast<std::uint16_t>(random.below(k_side_px));
}

const std::int16_t* Grain::row(int y, int& offset) const {
    // Strips of 64 rows begin elsewhere each, so that no two tiles stand over each other.
    offset = offsets_[static_cast<std::size_t>(y / 64) % offsets_.size()];
    return tile_->data() + std::size_t{k_side_px} * static_cast<std::size_t>(y % k_side_px);
}

} // namespace ecgpress
