#include "render/filters/blur_rows.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "render/draw/vectorised.hpp"

namespace ecgpress {

namespace {

using Wide = std::uint16_t;

/// Rounds weights so that those of both sides and the middle add up to `one`.
std::vector<Wide> rounded(const std::vector<double>& weights, int one) {
    std::vector<Wide> whole(weights.size());
    int left = one;
    for (std::size_t i = 1; i < weights.size(); ++i) {
        whole[i] = static_cast<Wide>(std::lround(weights[i] * one));
        left -= 2 * whole[i];
    }
    whole[0] = static_cast<Wide>(std::min(left, 65535));
    return whole;
}

std::vector<double> gaussian_weights(double sigma, int reach) {
    std::vector<double> weights;
    double sum = 0;
    for (int i = 0; i <= reach; ++i) {
        weights.push_back(exp_of(-i * i / (2 * sigma * sigma)));
        sum += (i == 0 ? 1 : 2) * weights.back();
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

/// Sums of bytes times weights of 256 together, times 1/2: at most 32640.
template <int reach>
inline void add_down(Wide* to, const std::uint8_t* const* rows, const Wide* weights,
                     std::size_t count) {
#pragma GCC ivdep // `to` is not one of the rows
    for (std::size_t i = 0; i < count; ++i) {
        auto sum = static_cast<Wide>(rows[0][i] * weights[0]);
#pragma GCC unroll 8
        for (int k = 1; k <= reach; ++k)
            sum = static_cast<Wide>(sum + (rows[-k][i] + rows[k][i]) * weights[k]);
        to[i] = static_cast<Wide>(sum >> 1);
    }
}

/// The upper 16 bits of a product.
inline Wide high(Wide value, Wide weight) {
    return static_cast<Wide>((std::uint32_t{value} * weight) >> 16);
}

/// Sums of numbers up to 32767 times weights of 65536 together, at distances of `pitch`.
/// @param at  the first number; `reach` more are before it
template <int reach, int pitch, class Put>
inline void add_across(const Wide* at, const Wide* weights, std::size_t count, Put put) {
    // Each product is rounded down, by half a unit on average.
    constexpr auto k_lost = static_cast<Wide>((reach + 1) / 2);
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i) {
        auto sum = static_cast<Wide>(high(at[i], weights[0]) + k_lost);
#pragma GCC unroll 8
        for (int k = 1; k <= reach; ++k) {
            const Wide *const before = at - k * pitch, *const after = at + k * pitch;
            sum =
                static_cast<Wide>(sum + high(static_cast<Wide>(before[i] + after[i]), weights[k]));
        }
        put(i, sum);
    }
}

// For any reach, with sums in memory:

ECGPRESS_VECTORISED
void add_pair(Wide* sums, const std::uint8_t* a, const std::uint8_t* b, Wide weight,
              std::size_t count) {
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = static_cast<Wide>(sums[i] + (a[i] + b[i]) * weight);
}

ECGPRESS_VECTORISED
void add_high_pair(Wide* sums, const Wide* a, const Wide* b, Wide weight, std::size_t count) {
#pragma GCC ivdep
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = static_cast<Wide>(sums[i] + high(static_cast<Wide>(a[i] + b[i]), weight));
}

void add_down_far(Wide* to, const std::uint8_t* const* rows, const GaussianWeights& weights,
                  std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<Wide>(rows[0][i] * weights.of_256[0]);
    for (int k = 1; k <= weights.reach; ++k)
        add_pair(to, rows[-k], rows[k], weights.of_256[static_cast<std::size_t>(k)], count);
    for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<Wide>(to[i] >> 1);
}

/// Blurs bytes vertically.
ECGPRESS_VECTORISED
void blur_down(Wide* to, const std::uint8_t* const* rows, const Wide* weights, int reach,
               std::size_t count) {
    if (reach == 1) add_down<1>(to, rows, weights, count);
    if (reach == 2) add_down<2>(to, rows, weights, count);
    if (reach == 3) add_down<3>(to, rows, weights, count);
    if (reach == 4) add_down<4>(to, rows, weights, count);
    if (reach == 5) add_down<5>(to, rows, weights, count);
    if (reach == 6) add_down<6>(to, rows, weights, count);
}

/// Blurs numbers of 15 bits, 128 of which are a grey level, to bytes.
ECGPRESS_VECTORISED
void blur_across(std::uint8_t* to, const Wide* from, const Wide* weights, int reach,
                 std::size_t count) {
    const auto put = [to](std::size_t i, Wide sum) {
        to[i] = static_cast<std::uint8_t>(static_cast<Wide>(sum + 64) >> 7);
    };
    if (reach == 1) add_across<1, 3>(from, weights, count, put);
    if (reach == 2) add_across<2, 3>(from, weights, count, put);
    if (reach == 3) add_across<3, 3>(from, weights, count, put);
    if (reach == 4) add_across<4, 3>(from, weights, count, put);
    if (reach == 5) add_across<5, 3>(from, weights, count, put);
    if (reach == 6) add_across<6, 3>(from, weights, count, put);
}
constexpr int k_most_unrolled = 6;

/// Returns red and blue minus luma of pairs of pixels of two rows, 64 for a grey level, plus 16384.
ECGPRESS_VECTORISED
void measure_colour(Wide* red, Wide* blue, Wide* sums, const std::uint8_t* upper,
                    const std::uint8_t* lower, std::size_t half_width) {
    const std::size_t width = 2 * half_width;
    Wide *const r = sums, *const b = sums + width;
#pragma GCC ivdep
    for (std::size_t x = 0; x < width; ++x) {
        const auto red_2 = static_cast<Wide>(upper[3 * x] + lower[3 * x]),
                   green_2 = static_cast<Wide>(upper[3 * x + 1] + lower[3 * x + 1]),
                   blue_2 = static_cast<Wide>(upper[3 * x + 2] + lower[3 * x + 2]);
        const auto luma_2 =
            static_cast<Wide>(static_cast<Wide>(38 * red_2 + 75 * green_2 + 15 * blue_2 + 64) >> 7);
        r[x] = static_cast<Wide>(512 + red_2 - luma_2);
        b[x] = static_cast<Wide>(512 + blue_2 - luma_2);
    }
#pragma GCC ivdep
    for (std::size_t i = 0; i < half_width; ++i) {
        red[i] = static_cast<Wide>((r[2 * i] + r[2 * i + 1]) << 4);
        blue[i] = static_cast<Wide>((b[2 * i] + b[2 * i + 1]) << 4);
    }
}

/// Sums of numbers of rows, in 15 bits.
ECGPRESS_VECTORISED
void start_sums(Wide* sums, const Wide* row, Wide weight, Wide lost, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = static_cast<Wide>(high(row[i], weight) + lost);
}

/// Divides by 4.
ECGPRESS_VECTORISED
void quarter(Wide* numbers, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        numbers[i] = static_cast<Wide>(static_cast<Wide>(numbers[i] + 2) >> 2);
}

/// Interpolates colour from half to full resolution: a row between two rows.
ECGPRESS_VECTORISED
void enlarge(std::int16_t* to, Wide* mixed, const Wide* near, const Wide* far,
             std::size_t half_width) {
#pragma GCC ivdep
    for (std::size_t i = 0; i < half_width + 2; ++i) // with a neighbour on each side
        mixed[i] = static_cast<Wide>(static_cast<Wide>(3 * near[i] + far[i] + 2) >> 2);
#pragma GCC ivdep
    for (std::size_t i = 0; i < half_width; ++i) {
        const auto three = static_cast<Wide>(3 * mixed[i + 1] + 32);
        to[2 * i] = static_cast<std::int16_t>((static_cast<Wide>(three + mixed[i]) >> 6) - 256);
        to[2 * i + 1] =
            static_cast<std::int16_t>((static_cast<Wide>(three + mixed[i + 2]) >> 6) - 256);
    }
}

/// Gives a row another colour at the same luma.
ECGPRESS_VECTORISED
void recolour(std::uint8_t* to, const std::uint8_t* from, const std::int16_t* red,
              const std::int16_t* blue, std::size_t width) {
    const auto byte = [](int value) {
        const auto v = static_cast<std::int16_t>(value);
        const std::int16_t low = v < 0 ? std::int16_t{0} : v;
        return static_cast<std::uint8_t>(low > 255 ? std::int16_t{255} : low);
    };
#pragma GCC ivdep
    for (std::size_t x = 0; x < width; ++x) {
        const auto luma =
            static_cast<std::int16_t>(static_cast<Wide>(38 * from[3 * x] + 75 * from[3 * x + 1] +
                                                        15 * from[3 * x + 2] + 64) >>
                                      7);
        // 38 red + 75 green + 15 blue = 0 for differences from luma
        const auto green = static_cast<std::int16_t>(
            static_cast<std::int16_t>(65 * red[x] + 26 * blue[x] + 64) >> 7);
        to[3 * x] = byte(luma + red[x]);
        to[3 * x + 1] = byte(luma - green);
        to[3 * x + 2] = byte(luma + blue[x]);
    }
}

/// Repeats the first and last number of a row beside it.
void repeat_ends(std::vector<Wide>& row, std::size_t margin, std::size_t count) {
    std::fill_n(row.begin(), margin, row[margin]);
    std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(margin + count), margin,
                row[margin + count - 1]);
}

} // namespace

GaussianWeights::GaussianWeights(double sigma)
    : reach(std::clamp(static_cast<int>(std::ceil(2.5 * sigma)), 1, k_most_reach)) {
    const std::vector<double> exact = gaussian_weights(sigma, reach);
    of_256 = rounded(exact, 256);
    of_65536 = rounded(exact, 65536);
}

RowBlur::RowBlur(double sigma_px, int width_px)
    : weights_(sigma_px), row_bytes_(3 * static_cast<std::size_t>(width_px)),
      across_(row_bytes_ + 6 * static_cast<std::size_t>(weights_.reach)) {}

void RowBlur::make(std::uint8_t* to, const std::uint8_t* const* rows) {
    const std::size_t margin = 3 * static_cast<std::size_t>(weights_.reach);
    std::vector<const std::uint8_t*>& from = rows_;
    from.resize(2 * static_cast<std::size_t>(weights_.reach) + 1);
    for (int k = -weights_.reach; k <= weights_.reach; ++k)
        from[static_cast<std::size_t>(k + weights_.reach)] = rows[k] - margin;
    const std::uint8_t* const* const middle = from.data() + weights_.reach;
    const Wide* const at = across_.data() + margin;
    if (weights_.reach <= k_most_unrolled) {
        blur_down(across_.data(), middle, weights_.of_256.data(), weights_.reach, across_.size());
        blur_across(to, at, weights_.of_65536.data(), weights_.reach, row_bytes_);
        return;
    }
    add_down_far(across_.data(), middle, weights_, across_.size());
    sums_.resize(row_bytes_);
    start_sums(sums_.data(), at, weights_.of_65536[0], static_cast<Wide>((weights_.reach + 1) / 2),
               row_bytes_);
    for (int k = 1; k <= weights_.reach; ++k)
        add_high_pair(sums_.data(), at - std::ptrdiff_t{3} * k, at + std::ptrdiff_t{3} * k,
                      weights_.of_65536[static_cast<std::size_t>(k)], row_bytes_);
    for (std::size_t i = 0; i < row_bytes_; ++i)
        to[i] = static_cast<std::uint8_t>((sums_[i] + 64) >> 7);
}

ColourBlur::ColourBlur(double sigma_px, int width_px)
    // Means of 2 x 2 pixels and the interpolation between them have a variance of 1 px^2.
    : weights_(std::sqrt(std::max(0.04, (sigma_px * sigma_px - 1) / 4))),
      width_(static_cast<std::size_t>(width_px)), half_width_((width_ + 1) / 2),
      margin_(static_cast<std::size_t>(weights_.reach)),
      measured_(2 * static_cast<std::size_t>(weights_.reach) + 1), blurred_(3),
      sums_(4 * half_width_ + 2 * margin_ + 2), red_(2 * half_width_), blue_(2 * half_width_) {
    for (std::vector<HalfRow>* rows : {&measured_, &blurred_})
        for (HalfRow& row : *rows)
            for (std::vector<Wide>* colour : {&row.red, &row.blue})
                colour->resize(half_width_ + 2 * margin_);
}

const ColourBlur::HalfRow& ColourBlur::measured(int row, const std::uint8_t* upper,
                                                const std::uint8_t* lower) {
    // Rows before the first one have negative numbers.
    HalfRow& half = measured_[static_cast<std::size_t>(row + 2 * GaussianWeights::k_most_reach) %
                              measured_.size()];
    if (half.index == row && half.used) return half;
    half.index = row;
    half.used = true;
    measure_colour(half.red.data() + margin_, half.blue.data() + margin_, sums_.data(), upper,
                   lower, width_ / 2);
    if (width_ % 2 != 0) // the last pixel has no neighbour: as its left neighbour
        for (std::vector<Wide>* colour : {&half.red, &half.blue})
            (*colour)[margin_ + half_width_ - 1] = (*colour)[margin_ + half_width_ - 2];
    repeat_ends(half.red, margin_, half_width_);
    repeat_ends(half.blue, margin_, half_width_);
    return half;
}

const ColourBlur::HalfRow& ColourBlur::blurred(int row, const std::uint8_t* const* rows, int y) {
    HalfRow& half = blurred_[static_cast<std::size_t>(row + 3) % blurred_.size()];
    if (half.index == row && half.used) return half;
    half.index = row;
    half.used = true;
    std::vector<const HalfRow*> around;
    for (int k = -weights_.reach; k <= weights_.reach; ++k) {
        const int from = row + k;
        around.push_back(&measured(from, rows[2 * from - y], rows[2 * from + 1 - y]));
    }
    const auto lost = static_cast<Wide>((weights_.reach + 1) / 2);
    const std::size_t padded = half_width_ + 2 * margin_;
    for (std::vector<Wide> HalfRow::*colour : {&HalfRow::red, &HalfRow::blue}) {
        const auto from = [&](int k) {
            return (around[static_cast<std::size_t>(k + weights_.reach)]->*colour).data();
        };
        Wide* const down = sums_.data();
        start_sums(down, from(0), weights_.of_65536[0], lost, padded);
        for (int k = 1; k <= weights_.reach; ++k)
            add_high_pair(down, from(-k), from(k), weights_.of_65536[static_cast<std::size_t>(k)],
                          padded);
        Wide* const to = (half.*colour).data() + margin_;
        const Wide* const at = down + margin_;
        start_sums(to, at, weights_.of_65536[0], lost, half_width_);
        for (int k = 1; k <= weights_.reach; ++k)
            add_high_pair(to, at - k, at + k, weights_.of_65536[static_cast<std::size_t>(k)],
                          half_width_);
        quarter(to, half_width_);
        repeat_ends(half.*colour, margin_, half_width_);
    }
    return half;
}

void ColourBlur::make(std::uint8_t* to, const std::uint8_t* const* rows, int y) {
    const int row = y / 2;
    // In ascending order, so that each row is made once.
    const HalfRow *first = nullptr, *second = nullptr;
    if (y % 2 == 0) {
        first = &blurred(row - 1, rows, y);
        second = &blurred(row, rows, y);
    } else {
        first = &blurred(row, rows, y);
        second = &blurred(row + 1, rows, y);
    }
    const HalfRow *const near = y % 2 == 0 ? second : first, *const far =
                                                                 y % 2 == 0 ? first : second;
    const std::size_t start = margin_ - 1;
    enlarge(red_.data(), sums_.data(), near->red.data() + start, far->red.data() + start,
            half_width_);
    enlarge(blue_.data(), sums_.data(), near->blue.data() + start, far->blue.data() + start,
            half_width_);
    recolour(to, rows[0], red_.data(), blue_.data(), width_);
}

} // namespace ecgpress
