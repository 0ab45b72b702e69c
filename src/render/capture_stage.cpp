#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/elementary.hpp"
#include "render/blend.hpp"
#include "render/develop.hpp"
#include "render/gain.hpp"
#include "render/opencv_view.hpp"

namespace ecgpress {

namespace {

constexpr double k_gamma = 1 / 2.2;
constexpr double k_field_px = 1 / Light::k_cells_per_px;

/// The page's shadow on the desk: how much light is left.
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

/// What the desk is made of, about 1: grain along x for wood, weave for cloth.
Field desk_pattern(const Image& cover, const Scene& scene) {
    Rng random(scene.grain_seed, 0, "desk");
    constexpr double k_cells_per_px = 0.25;
    const double width = cover.width, height = cover.height;
    Field pattern(width, height, k_cells_per_px, 1);
    if (scene.desk.kind == Desk::Kind::wood) {
        // Noise that is drawn out 14 times along the grain.
        const Field grain = noise_field(width / 14, height, k_cells_per_px, {40, 4, 0.6}, random);
        const Field broad = noise_field(width / 6, height, k_cells_per_px, {220, 2, 0.5}, random);
        for (int j = 0; j < pattern.rows; ++j)
            for (int i = 0; i < pattern.columns; ++i) {
                const double x = pattern.centre(i), y = pattern.centre(j);
                pattern.row(j)[i] += 0.10F * grain.at(x / 14, y) + 0.10F * broad.at(x / 6, y);
            }
        return pattern;
    }
    const float depth = scene.desk.kind == Desk::Kind::cloth ? 0.035F : 0.015F;
    const Field noise = noise_field(width, height, k_cells_per_px, {60, 5, 0.9}, random);
    for (std::size_t i = 0; i < pattern.values.size(); ++i)
        pattern.values[i] += depth * noise.values[i];
    return pattern;
}

/// Light on every pixel, by field: gamma space, with the cast that the white balance left.
void light_up(Image& image, const Light& light) {
    std::array<Field, 3> gain = light.gain;
    const bool even = gain[0].empty();
    if (even && light.exposure == 1 && light.cast == Rgb{1, 1, 1}) return;
    const GammaTable gamma;
    for (std::size_t c = 0; c < 3; ++c) {
        if (even) gain[c] = Field(image.width, image.height, 1.0 / 256, 1);
        const double scale = light.exposure * light.cast[c];
        for (float& value : gain[c].values) value = gamma(value * static_cast<float>(scale));
    }
    multiply(image, gain, 1);
}

void add_glare(Image& image, const Field& glare) {
    if (glare.empty()) return;
    FieldRows rows(glare, image.width, 1, 256);
    for (int y = 0; y < image.height; ++y) {
        const std::uint16_t* const amount = rows.row(y);
        std::uint8_t* pixel = image.row(y);
        for (int x = 0; x < image.width; ++x, pixel += 3) {
            const int left = 256 - std::min<int>(amount[x], 256);
            for (int c = 0; c < 3; ++c)
                pixel[c] = byte_of(255 - ((255 - pixel[c]) * left + 128) / 256);
        }
    }
}

void blend_blurred(Image& image, const Image& blurred, const Scene& scene) {
    // In focus at one place; the farther from it, the more of the blurred picture.
    Field far(image.width, image.height, Light::k_cells_per_px);
    const double wide = image.width, high = image.height;
    const double diagonal = std::sqrt(wide * wide + high * high);
    for (int j = 0; j < far.rows; ++j)
        for (int i = 0; i < far.columns; ++i) {
            const double dx = far.centre(i) - scene.sensor.focus_x * image.width,
                         dy = far.centre(j) - scene.sensor.focus_y * image.height;
            const double distance = std::sqrt(dx * dx + dy * dy) / diagonal;
            far.row(j)[i] = static_cast<float>(std::clamp(1.6 * distance - 0.1, 0.0, 1.0));
        }
    FieldRows rows(far, image.width, 1, 256);
    for (int y = 0; y < image.height; ++y) {
        const std::uint16_t* const amount = rows.row(y);
        std::uint8_t* const to = image.row(y);
        const std::uint8_t* const from = blurred.row(y);
        for (int x = 0; x < image.width; ++x)
            for (int c = 3 * x; c < 3 * x + 3; ++c)
                to[c] = byte_of((to[c] * (256 - amount[x]) + from[c] * amount[x] + 128) >> 8);
    }
}

Image gaussian(Image& image, double sigma_px) {
    Image result(image.width, image.height, image.channels);
    cv::Mat target = view(result);
    cv::GaussianBlur(view(image), target, cv::Size(0, 0), sigma_px, sigma_px, cv::BORDER_REPLICATE);
    return result;
}

/// Five places along a straight shake, the middle one where it was: no label moves.
void shake(Image& image, double length_px, double angle_rad) {
    constexpr int k_taps = 5;
    cv::Mat sum = cv::Mat::zeros(image.height, image.width, CV_16UC3);
    const cv::Mat from = view(image);
    cv::Mat padded;
    const int reach = static_cast<int>(std::ceil(length_px / 2)) + 1;
    cv::copyMakeBorder(from, padded, reach, reach, reach, reach, cv::BORDER_REPLICATE);
    for (int i = 0; i < k_taps; ++i) {
        const double along = length_px * (i - (k_taps - 1) / 2) / (k_taps - 1);
        const int dx = static_cast<int>(std::lround(along * cos_of(angle_rad))),
                  dy = static_cast<int>(std::lround(along * sin_of(angle_rad)));
        cv::add(sum, padded(cv::Rect(reach + dx, reach + dy, image.width, image.height)), sum,
                cv::noArray(), CV_16U);
    }
    for (int y = 0; y < image.height; ++y) {
        const auto* const row = sum.ptr<std::uint16_t>(y);
        for (int i = 0; i < 3 * image.width; ++i)
            image.row(y)[i] = static_cast<std::uint8_t>((row[i] + k_taps / 2) / k_taps);
    }
}

void shift_channel(Image& image, std::size_t channel, double shift_px) {
    if (shift_px == 0) return;
    const Image before = image;
    const int whole = static_cast<int>(std::floor(shift_px));
    const int part = static_cast<int>(std::lround((shift_px - whole) * 256));
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t *const a = before.row(std::clamp(y + whole, 0, image.height - 1)),
                                  *const b =
                                      before.row(std::clamp(y + whole + 1, 0, image.height - 1));
        std::uint8_t* const to = image.row(y);
        for (std::size_t i = channel; i < image.stride(); i += 3)
            to[i] = static_cast<std::uint8_t>((a[i] * (256 - part) + b[i] * part + 128) >> 8);
    }
}

/// Photon and read noise (Foi et al. 2008, IEEE TIP 17:1737): variance a I + b in linear light,
/// through the camera's gamma; luminance by the pixel, colour in blotches as cameras leave it.
void add_noise(Image& image, double iso, std::uint64_t seed) {
    constexpr double k_a = 2.2e-4, k_b = 6e-6, k_colour = 0.7;
    std::array<int, 256> deviation{};
    for (int i = 0; i < 256; ++i) {
        const double linear = pow_of(i / 255.0, 2.2);
        const double slope = k_gamma * pow_of(std::max(linear, 2e-3), k_gamma - 1);
        deviation[static_cast<std::size_t>(i)] = static_cast<int>(
            std::lround(256 * 255 * slope * std::sqrt(k_a * iso * linear + k_b * iso)));
    }
    const Grain grey(seed, "luma noise", 0.55), red(seed, "red noise", 1.9),
        blue(seed, "blue noise", 1.9);
    constexpr int k_red = static_cast<int>(256 * k_colour * 0.85),
                  k_blue = static_cast<int>(256 * k_colour);
    for (int y = 0; y < image.height; ++y) {
        int o0 = 0, o1 = 0, o2 = 0;
        const std::int16_t *const n0 = grey.row(y, o0), *const n1 = red.row(y, o1),
                                  *const n2 = blue.row(y, o2);
        std::uint8_t* rgb = image.row(y);
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            const int light = (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8;
            const int sigma = deviation[static_cast<std::size_t>(light)];
            constexpr int k_mask = Grain::k_side_px - 1;
            const int luma = n0[(x + o0) & k_mask] * 205;
            const int r = n1[(x + o1) & k_mask] * k_red, b = n2[(x + o2) & k_mask] * k_blue;
            const auto change = [&](int noise) {
                return static_cast<int>((std::int64_t{noise} * sigma + (1 << 20)) >> 21);
            };
            rgb[0] = byte_of(rgb[0] + change(luma + r));
            rgb[1] = byte_of(rgb[1] + change(luma - (r + b) / 5));
            rgb[2] = byte_of(rgb[2] + change(luma + b));
        }
    }
}

void sharpen(Image& image, double amount) {
    constexpr double k_sigma_px = 1.2;
    const Image soft = gaussian(image, k_sigma_px);
    const int strength = static_cast<int>(std::lround(amount * 256));
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        const int value = image.pixels[i];
        image.pixels[i] = byte_of(value + ((value - soft.pixels[i]) * strength + 128) / 256);
    }
}

void tone(Image& image, const Sensor& sensor) {
    if (sensor.black == 0 && sensor.white == 255 && sensor.curve == 0) return;
    std::array<std::uint8_t, 256> table{};
    for (int i = 0; i < 256; ++i) {
        const double x = i / 255.0, s = x * x * (3 - 2 * x);
        const double y = x + (s - x) * sensor.curve;
        table[static_cast<std::size_t>(i)] = byte_of(
            static_cast<int>(std::lround(sensor.black + (sensor.white - sensor.black) * y)));
    }
    for (std::uint8_t& value : image.pixels) value = table[value];
}

} // namespace

void lay_on_desk(Image& image, const Image& cover, const Scene& scene) {
    const Field pattern = desk_pattern(cover, scene);
    const Field shadow = shadow_of(cover, scene);
    FieldRows patterns(pattern, image.width, 1, 256), shadows(shadow, image.width, 1, 256);
    const Colour& colour = scene.desk.colour;
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* const covered = cover.row(y);
        if (std::all_of(covered, covered + image.width, [](std::uint8_t c) { return c == 255; }))
            continue;
        const std::uint16_t *const p = patterns.row(y), *const s = shadows.row(y);
        std::uint8_t* rgb = image.row(y);
        for (int x = 0; x < image.width; ++x, rgb += 3) {
            if (covered[x] == 255) continue;
            const int light = p[x] * s[x];
            const auto desk = [&](int value) { return byte_of((value * light + 32768) >> 16); };
            const Colour page{rgb[0], rgb[1], rgb[2]};
            rgb[0] = desk(colour.red);
            rgb[1] = desk(colour.green);
            rgb[2] = desk(colour.blue);
            blend_pixel(rgb, page, covered[x]);
        }
    }
}

void expose(Image& image, const Scene& scene) {
    const Sensor& sensor = scene.sensor;
    light_up(image, scene.light);
    add_glare(image, scene.light.glare);
    if (sensor.blur_px > 0) image = gaussian(image, sensor.blur_px);
    if (sensor.far_blur_px > 0) blend_blurred(image, gaussian(image, sensor.far_blur_px), scene);
    if (sensor.motion_px > 0) shake(image, sensor.motion_px, sensor.motion_rad);
    shift_channel(image, 0, sensor.red_shift_px);
    shift_channel(image, 2, sensor.blue_shift_px);
    for (const Sensor::Streak& streak : sensor.streaks) {
        const auto x = static_cast<std::size_t>(streak.x * (image.width - 1));
        for (int y = 0; y < image.height; ++y)
            for (std::size_t c = 3 * x; c < 3 * x + 3; ++c)
                image.row(y)[c] = byte_of(image.row(y)[c] + static_cast<int>(streak.grey));
    }
    if (sensor.iso > 0) add_noise(image, sensor.iso, scene.grain_seed);
    if (sensor.sharpen > 0) sharpen(image, sensor.sharpen);
    tone(image, sensor);
}

} // namespace ecgpress
