#include "render/gain.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

constexpr int k_part_bits = 8;
constexpr double k_gain_one = 4096; ///< of gains: up to 16 times

std::int32_t whole(double value) {
    return static_cast<std::int32_t>(std::lround(std::clamp(value, 0.0, 65535.0)));
}

void multiply_row(std::uint8_t* pixels, int width, int channels, const std::uint16_t* gain) {
    for (int x = 0; x < width; ++x, pixels += channels) {
        const unsigned product = (*pixels * unsigned{gain[x]} + 2048) >> 12;
        *pixels = static_cast<std::uint8_t>(std::min(product, 255U));
    }
}

} // namespace

FieldRows::FieldRows(const Field& field, int width_px, double units_per_px, double one)
    : field_(&field), units_per_px_(units_per_px), one_(one),
      mixed_(static_cast<std::size_t>(field.columns)), row_(static_cast<std::size_t>(width_px)) {
    across_.reserve(row_.size());
    for (int x = 0; x < width_px; ++x) {
        const double cell = std::clamp((x + 0.5) * units_per_px * field.cells_per_unit - 0.5, 0.0,
                                       static_cast<double>(field.columns - 1));
        const int before = std::min(static_cast<int>(cell), field.columns - 2);
        across_.push_back({before, static_cast<std::int32_t>(std::lround((cell - before) * 256))});
    }
}

const std::uint16_t* FieldRows::row(int y) {
    const double cell = std::clamp((y + 0.5) * units_per_px_ * field_->cells_per_unit - 0.5, 0.0,
                                   static_cast<double>(field_->rows - 1));
    const int before = std::min(static_cast<int>(cell), field_->rows - 2);
    const double part = cell - before;
    const float *const upper = field_->row(before), *const lower = field_->row(before + 1);
    for (std::size_t i = 0; i < mixed_.size(); ++i) {
        const double above = double{upper[i]}, below = double{lower[i]};
        mixed_[i] = whole((above + (below - above) * part) * one_);
    }
    for (std::size_t x = 0; x < row_.size(); ++x) {
        const Place& at = across_[x];
        const std::int32_t left = mixed_[static_cast<std::size_t>(at.before)],
                           right = mixed_[static_cast<std::size_t>(at.before) + 1];
        row_[x] =
            static_cast<std::uint16_t>(left + (((right - left) * at.part + 128) >> k_part_bits));
    }
    return row_.data();
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
    : tile_(std::size_t{k_side_px} * k_side_px) {
    Rng random(seed, 0, stream);
    // The sum of eight bytes is normal enough, and exact.
    Field noise(k_side_px, k_side_px, 1);
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
    for (std::size_t i = 0; i < tile_.size(); ++i)
        tile_[i] = static_cast<std::int16_t>(std::lround(double{noise.values[i]} * scale));
    for (std::uint16_t& offset : offsets_)
        offset = static_cast<std::uint16_t>(random.below(k_side_px));
}

const std::int16_t* Grain::row(int y, int& offset) const {
    // Strips of 64 rows begin elsewhere each, so that no two tiles stand over each other.
    offset = offsets_[static_cast<std::size_t>(y / 64) % offsets_.size()];
    return tile_.data() + std::size_t{k_side_px} * static_cast<std::size_t>(y % k_side_px);
}

} // namespace ecgpress
