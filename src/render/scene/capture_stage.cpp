#include "render/scene/capture_stage.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "core/elementary.hpp"
#include "render/draw/blend.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/blur_rows.hpp"
#include "render/filters/curves.hpp"
#include "render/filters/gain.hpp"
#include "render/filters/row_chain.hpp"

namespace ecgpress {

namespace {

/// Returns the fields of illumination, exposure and colour cast in gamma space; empty if they
/// change nothing.
std::vector<Field> illumination(const Image& image, const Light& light) {
    const bool even = light.gain[0].empty();
    if (even && light.exposure == 1 && light.cast == Rgb{1, 1, 1}) return {};
    std::vector<Field> gain;
    for (std::size_t c = 0; c < 3; ++c) {
        gain.push_back(even ? Field(image.width, image.height, 1.0 / 256, 1) : light.gain[c]);
        const auto scale = static_cast<float>(light.exposure * light.cast[c]);
        for (float& value : gain[c].values) value *= scale;
        encode_gamma(gain[c].values.data(), gain[c].values.size());
    }
    return gain;
}

/// A field and its rows.
struct Interpolated {
    std::vector<Field> fields;
    FieldRows rows;

    Interpolated(std::vector<Field> all, std::size_t repeats, int width_px, double one)
        : fields(std::move(all)), rows(pointers(fields, repeats), width_px, 1, one) {}

    static std::vector<const Field*> pointers(const std::vector<Field>& fields,
                                              std::size_t repeats) {
        std::vector<const Field*> all;
        for (const Field& field : fields) all.insert(all.end(), repeats, &field);
        return all;
    }
};

void add_light(RowChain& chain, const Image& image, const Light& light) {
    std::vector<Field> gain = illumination(image, light);
    if (gain.empty()) return;
    const auto lit = std::make_shared<Interpolated>(std::move(gain), 1, image.width, k_gain_one);
    chain.add([lit, bytes = image.stride()](std::uint8_t* row, int y) {
        multiply_row(row, lit->rows.row(y), bytes);
    });
}

void add_glare(RowChain& chain, const Image& image, Field glare) {
    if (glare.empty()) return;
    for (float& value : glare.values) value = std::min(value, 1.0F);
    const auto amount =
        std::make_shared<Interpolated>(std::vector<Field>{std::move(glare)}, 3, image.width, 256);
    chain.add([amount, white = Bytes(image.stride(), 255)](std::uint8_t* row, int y) {
        blend_row(row, white.data(), amount->rows.row(y), white.size());
    });
}

void add_blur(RowChain& chain, const Image& image, double sigma_px) {
    if (sigma_px <= 0) return;
    const auto blur = std::make_shared<RowBlur>(sigma_px, image.width);
    chain.add(
        blur->reach(), blur->reach(),
        [blur](std::uint8_t* to, const std::uint8_t* const* rows, int) { blur->make(to, rows); });
}

/// Blends in the blurred image according to the distance from the focus.
void add_far_blur(RowChain& chain, const Image& image, const Sensor& sensor) {
    if (sensor.far_blur_px <= 0) return;
    // By the distance in image diagonals: sharp up to 1/16, fully blurred from 11/16 on (by eye).
    Field far(image.width, image.height, Light::k_cells_per_px);
    const double wide = image.width, high = image.height;
    const double diagonal = std::sqrt(wide * wide + high * high);
    for (int j = 0; j < far.rows; ++j)
        for (int i = 0; i < far.columns; ++i) {
            const double dx = far.centre(i) - sensor.focus_x * image.width,
                         dy = far.centre(j) - sensor.focus_y * image.height;
            const double distance = std::sqrt(dx * dx + dy * dy) / diagonal;
            far.row(j)[i] = static_cast<float>(std::clamp(1.6 * distance - 0.1, 0.0, 1.0));
        }
    const auto amount =
        std::make_shared<Interpolated>(std::vector<Field>{std::move(far)}, 3, image.width, 256);
    const auto blur = std::make_shared<RowBlur>(sensor.far_blur_px, image.width);
    chain.add(blur->reach(), blur->reach(),
              [amount, blur, soft = Bytes(image.stride())](
                  std::uint8_t* to, const std::uint8_t* const* rows, int y) mutable {
                  blur->make(soft.data(), rows);
                  std::copy_n(rows[0], soft.size(), to);
                  blend_row(to, soft.data(), amount->rows.row(y), soft.size());
              });
}

/// Adds weight times a row to sums.
ECGPRESS_VECTORISED
void add_weighted(std::uint16_t* sums, const std::uint8_t* row, int weight, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = static_cast<std::uint16_t>(sums[i] + row[i] * weight);
}

/// A copy of the image along a motion.
struct Tap {
    int dx, dy, weight; ///< weights of all taps add up to 256
};

/// Returns a tap for every pixel of a straight motion, so that no gaps are left between the copies.
/// The taps are symmetric, so labels stay valid.
std::vector<Tap> taps_of(double length_px, double angle_rad) {
    const int reach = static_cast<int>(std::ceil(length_px / 2 - 0.5));
    const auto tap = [&](int i, int weight) {
        return Tap{static_cast<int>(std::lround(i * cos_of(angle_rad))),
                   static_cast<int>(std::lround(i * sin_of(angle_rad))), weight};
    };
    std::vector<Tap> taps;
    double share = 0; // of all taps up to i on one side, so that rounding does not add up
    int given = 0;
    for (int i = 1; i <= reach; ++i) {
        share += std::min(1.0, length_px / 2 + 0.5 - i) / length_px;
        const int weight = static_cast<int>(std::lround(256 * share)) - given;
        given += weight;
        taps.push_back(tap(i, weight));
        taps.push_back(tap(-i, weight));
    }
    taps.push_back(tap(0, 256 - 2 * given));
    return taps;
}

/// Blurs the image along a straight motion.
void add_shake(RowChain& chain, const Image& image, double length_px, double angle_rad) {
    if (length_px <= 1) return;
    const int reach = static_cast<int>(std::ceil(length_px / 2)) + 1;
    chain.add(
        reach, reach,
        [taps = taps_of(length_px, angle_rad), sums = std::vector<std::uint16_t>(image.stride())](
            std::uint8_t* to, const std::uint8_t* const* rows, int) mutable {
            std::fill(sums.begin(), sums.end(), std::uint16_t{128});
            for (const Tap& tap : taps)
                add_weighted(sums.data(), rows[tap.dy] + std::ptrdiff_t{3} * tap.dx, tap.weight,
                             sums.size());
            for (std::size_t i = 0; i < sums.size(); ++i)
                to[i] = static_cast<std::uint8_t>(sums[i] >> 8);
        });
}

/// Blurs the colour of the image, not its brightness, as the reduction of colour noise in cameras.
void add_colour_blur(RowChain& chain, const Image& image, double sigma_px) {
    if (sigma_px <= 0) return;
    const auto blur = std::make_shared<ColourBlur>(sigma_px, image.width);
    chain.add(blur->reach(), 0, [blur](std::uint8_t* to, const std::uint8_t* const* rows, int y) {
        blur->make(to, rows, y);
    });
}

/// Weights, per byte, of a row and of two other rows. They add up to 256.
struct Shares {
    std::vector<std::uint16_t> own, first, second;
};

ECGPRESS_VECTORISED
void mix_in(std::uint8_t* to, const std::uint8_t* a, const std::uint8_t* b, const Shares& shares,
            std::size_t count) {
    const std::uint16_t *own = shares.own.data(), *first = shares.first.data(),
                        *second = shares.second.data();
#pragma GCC ivdep // `a` may be the row `to`, which is safe: no byte depends on its neighbours
    for (std::size_t i = 0; i < count; ++i) {
        const auto sum = static_cast<std::uint16_t>(to[i] * own[i] + a[i] * first[i]);
        to[i] = static_cast<std::uint8_t>(
            static_cast<std::uint16_t>(sum + b[i] * second[i] + 128) >> 8);
    }
}

/// Moves one channel up by shift_px rows, with linear interpolation.
void shift_channel(Image& image, std::size_t channel, double shift_px) {
    if (shift_px == 0) return;
    const int whole = static_cast<int>(std::floor(shift_px));
    const auto part = static_cast<std::uint16_t>(std::lround((shift_px - whole) * 256));
    Shares shares{std::vector<std::uint16_t>(image.stride(), 256),
                  std::vector<std::uint16_t>(image.stride(), 0),
                  std::vector<std::uint16_t>(image.stride(), 0)};
    for (std::size_t i = channel; i < image.stride(); i += 3) {
        shares.own[i] = 0;
        shares.first[i] = static_cast<std::uint16_t>(256 - part);
        shares.second[i] = part;
    }
    const auto row = [&](int y) { return image.row(std::clamp(y, 0, image.height - 1)); };
    for (int i = 0; i < image.height; ++i) { // in an order that reads each row before it is changed
        const int y = whole >= 0 ? i : image.height - 1 - i;
        mix_in(image.row(y), row(y + whole), row(y + whole + 1), shares, image.stride());
    }
}

/// Adds noise in 1/32 of its standard deviation. The deviation is base + slope * brightness / 256,
/// in 1/256 grey levels, and below 32 grey levels.
ECGPRESS_VECTORISED
void add_noise_row(std::uint8_t* pixels, const std::int16_t* noise, int base, int slope,
                   std::size_t count) {
    const auto start = static_cast<std::int16_t>(base), rise = static_cast<std::int16_t>(slope);
#pragma GCC ivdep // `pixels` are not the noise
    for (std::size_t i = 0; i < count; ++i) {
        // 128 p * 2 slope / 65536 is p slope / 256.
        const auto more = upper_product(static_cast<std::int16_t>(128 * pixels[i]),
                                        static_cast<std::int16_t>(2 * rise));
        const auto sigma = static_cast<std::int16_t>(4 * static_cast<std::int16_t>(start + more));
        pixels[i] = byte_from(static_cast<std::int16_t>(pixels[i] + share_of(noise[i], sigma)));
    }
}

/// Returns the standard deviation, in grey levels, of photon and read noise: variance a I + b in
/// linear light (Foi et al. 2008, IEEE TIP 17:1737), transformed by the slope of the camera's
/// gamma. a and b are per 100 ISO. Their values were chosen by eye.
double noise_deviation(double grey, double iso) {
    constexpr double k_a = 2.2e-4, k_b = 6e-6, k_gamma = 1 / 2.2;
    const double linear = pow_of(grey / 255, 2.2);
    const double slope = k_gamma * pow_of(std::max(linear, 2e-3), k_gamma - 1);
    return 255 * slope * std::sqrt(iso * (k_a * linear + k_b));
}

/// Adds sensor noise. Its deviation is linear in brightness between ink and paper. Luminance noise
/// is fine and colour noise blotchy, as after the noise reduction of cameras.
void add_noise(RowChain& chain, const Image& image, double iso, std::uint64_t seed) {
    if (iso <= 0) return;
    constexpr double k_ink = 45, k_paper = 230; // grey levels where the linear deviation is exact
    constexpr double k_most = 25; // numbers of 16 bits hold deviations below 32 grey levels
    const double ink = std::min(noise_deviation(k_ink, iso), k_most),
                 paper = std::min(noise_deviation(k_paper, iso), k_most);
    const double slope = (paper - ink) / (k_paper - k_ink);
    const int base = static_cast<int>(std::lround(256 * (ink - slope * k_ink))),
              rise = static_cast<int>(std::lround(65536 * slope));
    // On photographs neighbouring pixels correlate by 0.53, red and green by 0.985 (medians of 37,
    // docs/realism.md).
    chain.add([grain = Grain(seed, "sensor noise", {0.47, 0.1, 1.9}, image.width), base,
               rise](std::uint8_t* row, int y) {
        grain.visit_row(y, [&](std::size_t first, const std::int16_t* noise, std::size_t count) {
            add_noise_row(row + first, noise, base, rise, count);
        });
    });
}

using Short = std::int16_t;

/// The tone curve of a camera: an S-shaped curve between its black and its white level.
struct Tone {
    Short black; ///< in 1/32 grey levels
    Short range; ///< in 1/64
    Short curve; ///< in the unit that makes the curve's product with tone_row's arch 1/32

    explicit Tone(const Sensor& sensor)
        : black(rounded(32 * sensor.black)), range(rounded(64 * (sensor.white - sensor.black))),
          curve(rounded(32 * 65536.0 / k_arch * (sensor.white - sensor.black) * sensor.curve)) {}

  private:
    static constexpr double k_arch = 255.0 * 255 * 255 / 1024; ///< tone_row's value of 1

    static Short rounded(double value) {
        return static_cast<Short>(std::lround(std::clamp(value, -32767.0, 32767.0)));
    }
};

/// Sharpens a row by its difference from a blurred row.
/// @param strength  in 1/4096
ECGPRESS_VECTORISED
void sharpen_row(Short* to, const std::uint8_t* pixels, const std::uint8_t* soft, Short strength,
                 std::size_t count) {
#pragma GCC ivdep // `to` is none of the others
    for (std::size_t i = 0; i < count; ++i) {
        const auto detail = static_cast<Short>(32 * (pixels[i] - soft[i]));
        const auto more = static_cast<Short>((upper_product(detail, strength) + 1) >> 1);
        to[i] = within_byte(static_cast<Short>(pixels[i] + more));
    }
}

/// Applies the tone curve to a row of numbers from 0 to 255. All numbers fit in 16 bits.
ECGPRESS_VECTORISED
void tone_row(std::uint8_t* to, const Short* levels, const Tone& tone, std::size_t count) {
    const auto black = static_cast<Short>(tone.black + 16 + 1); // each product loses half a unit
    const Short range = tone.range, curve = tone.curve;
#pragma GCC ivdep // `to` is none of the others
    for (std::size_t i = 0; i < count; ++i) {
        const Short x = levels[i];
        // x / 255 is 128.5 x / 32768.
        const Short plain = upper_product(static_cast<Short>(128 * x + (x >> 1)), range);
        // The S curve adds curve * x (1 - x) (2 x - 1), with x in 0-1.
        const auto arch = static_cast<Short>(2 * x * (255 - x));
        const Short bow = upper_product(arch, static_cast<Short>(64 * x - 32 * 255));
        const auto level = static_cast<Short>(black + plain + upper_product(curve, bow));
        to[i] = byte_from(static_cast<Short>(level >> 5));
    }
}

void add_sharpening_and_tone(RowChain& chain, const Image& image, const Sensor& sensor) {
    const bool plain = sensor.black == 0 && sensor.white == 255 && sensor.curve == 0;
    if (sensor.sharpen <= 0 && plain) return;
    const Tone tone(sensor);
    std::vector<Short> levels(image.stride());
    if (sensor.sharpen <= 0) {
        chain.add([tone, levels](std::uint8_t* row, int) mutable {
            std::copy_n(row, levels.size(), levels.data());
            tone_row(row, levels.data(), tone, levels.size());
        });
        return;
    }
    const auto strength = static_cast<Short>(std::lround(4096 * std::min(sensor.sharpen, 7.9)));
    const auto blur = std::make_shared<RowBlur>(sensor.sharpen_px, image.width);
    chain.add(blur->reach(), blur->reach(),
              [blur, strength, tone, levels, soft = Bytes(image.stride())](
                  std::uint8_t* to, const std::uint8_t* const* rows, int) mutable {
                  blur->make(soft.data(), rows);
                  sharpen_row(levels.data(), rows[0], soft.data(), strength, soft.size());
                  tone_row(to, levels.data(), tone, soft.size());
              });
}

/// Adds the streaks of a scanner's sensor.
void add_streaks(Image& image, const std::vector<Sensor::Streak>& streaks) {
    for (const Sensor::Streak& streak : streaks) {
        const auto x = static_cast<std::size_t>(streak.x * (image.width - 1));
        for (int y = 0; y < image.height; ++y)
            for (std::size_t c = 3 * x; c < 3 * x + 3; ++c)
                image.row(y)[c] = byte_of(image.row(y)[c] + static_cast<int>(streak.grey));
    }
}

} // namespace

void expose(Image& image, const Scene& scene) {
    const Sensor& sensor = scene.sensor;
    RowChain lens, electronics;
    add_light(lens, image, scene.light);
    add_glare(lens, image, scene.light.glare);
    add_blur(lens, image, sensor.blur_px);
    add_far_blur(lens, image, sensor);
    add_shake(lens, image, sensor.motion_px, sensor.motion_rad);
    const bool is_line_scanner =
        sensor.red_shift_px != 0 || sensor.blue_shift_px != 0 || !sensor.streaks.empty();
    if (is_line_scanner) { // filters of columns, which need the whole image
        lens.run(image);
        shift_channel(image, 0, sensor.red_shift_px);
        shift_channel(image, 2, sensor.blue_shift_px);
        add_streaks(image, sensor.streaks);
    }
    RowChain& rest = is_line_scanner ? electronics : lens;
    add_noise(rest, image, sensor.iso, scene.grain_seed);
    add_colour_blur(rest, image, sensor.colour_blur_px);
    add_sharpening_and_tone(rest, image, sensor);
    rest.run(image);
}

} // namespace ecgpress
