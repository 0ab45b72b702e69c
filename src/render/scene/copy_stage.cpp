#include "render/scene/copy_stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/strings.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/field.hpp"
#include "render/filters/gain.hpp"

namespace ecgpress {

namespace {

/// Luma of a row of pixels in fixed-point arithmetic (ITU-R BT.601).
ECGPRESS_VECTORISED
void luma_of_row(std::uint8_t* grey, const std::uint8_t* rgb, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        grey[i] = static_cast<std::uint8_t>(static_cast<std::uint16_t>(77 * rgb[3 * i] +
                                                                       150 * rgb[3 * i + 1] +
                                                                       29 * rgb[3 * i + 2] + 128) >>
                                            8);
}

ECGPRESS_VECTORISED
void show_grey_row(std::uint8_t* rgb, const std::uint8_t* grey, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
}

/// One byte per pixel.
Image luma_of_image(const Image& image) {
    Image grey(image.width, image.height, 1);
    for (int y = 0; y < image.height; ++y) luma_of_row(grey.row(y), image.row(y), grey.stride());
    return grey;
}

/// Rows of which greys are counted: one in five, which is no divisor of a grid's pitch in pixels.
constexpr int k_counted_rows = 5;

using Counts = std::array<std::uint32_t, 256>;

void count_row(Counts& count, const std::uint8_t* grey, int width) {
    for (int x = 0; x < width; ++x) ++count[grey[x]];
}

/// The grey level that nine of ten pixels do not exceed: paper.
int paper_level(const Image& grey) {
    Counts count{};
    std::size_t all = 0;
    for (int y = 0; y < grey.height; y += k_counted_rows, all += grey.stride())
        count_row(count, grey.row(y), grey.width);
    std::size_t left = all * 9 / 10, level = 0;
    while (level < 255 && left >= count[level]) left -= count[level++];
    return static_cast<int>(level);
}

/// Blurs rows with the weights 1 2 1 in both directions: the optics of a copier.
class Optics {
  public:
    explicit Optics(int width_px) : sums_(static_cast<std::size_t>(width_px) + 2) {}

    /// @param above, at, below  three rows of the original
    void soften(std::uint8_t* to, const std::uint8_t* above, const std::uint8_t* at,
                const std::uint8_t* below) {
        const std::size_t width = sums_.size() - 2;
        add_rows(sums_.data() + 1, above, at, below, width);
        sums_.front() = sums_[1];
        sums_.back() = sums_[width];
        add_neighbours(to, sums_.data(), width);
    }

  private:
    ECGPRESS_VECTORISED
    static void add_rows(std::uint16_t* sums, const std::uint8_t* above, const std::uint8_t* at,
                         const std::uint8_t* below, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            sums[i] = static_cast<std::uint16_t>(above[i] + 2 * at[i] + below[i]);
    }
    ECGPRESS_VECTORISED
    static void add_neighbours(std::uint8_t* to, const std::uint16_t* sums, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            to[i] = static_cast<std::uint8_t>(
                static_cast<std::uint16_t>(sums[i] + 2 * sums[i + 1] + sums[i + 2] + 8) >> 4);
    }

    std::vector<std::uint16_t> sums_; ///< with a column on either side
};

/// Returns how many grey levels below the paper a copier leaves white: a few, and so many more that
/// the copy is not darker than the darkest that was measured (a mean of a third of black).
int white_levels(const Image& grey, int paper, double gain) {
    constexpr int k_least = 5, k_most = 150;
    constexpr double k_darkest = 84;
    Counts count{};
    std::size_t all = 0;
    Optics optics(grey.width);
    Bytes soft(grey.stride());
    for (int y = 0; y < grey.height; y += k_counted_rows, all += grey.stride()) {
        optics.soften(soft.data(), grey.row(std::max(0, y - 1)), grey.row(y),
                      grey.row(std::min(grey.height - 1, y + 1)));
        count_row(count, soft.data(), grey.width);
    }
    for (int levels = k_least; levels < k_most; levels += 5) {
        double sum = 0;
        for (int value = 0; value < 256; ++value)
            sum += count[static_cast<std::size_t>(value)] *
                   std::clamp(gain * (paper - levels - value), 0.0, 250.0);
        if (sum <= k_darkest * static_cast<double>(all)) return levels;
    }
    return k_most;
}

/// Properties of a copy. Amounts are in 1/8 grey levels and 1/256.
struct Copier {
    std::int16_t white;       ///< grey level above which the copy stays white
    std::int16_t gain, noise; ///< in 1/256 and 1/8
};
/// Copies a row. All numbers fit in 16 bits.
ECGPRESS_VECTORISED
void copy_row(std::uint8_t* to, const std::uint8_t* grey, const FieldRow& toner_row,
              const std::int16_t* speck, const Copier& copier, std::size_t count) {
    const FieldRow toner = toner_row;
    const std::int16_t white = copier.white, noise = copier.noise,
                       gain = static_cast<std::int16_t>(16 * copier.gain);
#pragma GCC ivdep // `to` is none of the others
    for (std::size_t x = 0; x < count; ++x) {
        const auto below = static_cast<std::int16_t>(white - grey[x]);
        const auto plain = static_cast<std::int16_t>(8 * std::max<std::int16_t>(below, 0));
        const auto some = std::min<std::int16_t>(plain, 255),
                   more = std::min<std::int16_t>(static_cast<std::int16_t>(plain + 64), 255);
        // Toner is uneven where there is some.
        const auto uneven = static_cast<std::int16_t>(toner[x] / 2 - 1024);
        const auto grain =
            static_cast<std::int16_t>(2 * (static_cast<std::int16_t>(speck[x] * noise) >> 5));
        const auto dark =
            static_cast<std::int16_t>(upper_product(static_cast<std::int16_t>(16 * plain), gain) +
                                      upper_product(static_cast<std::int16_t>(128 * some), uneven) +
                                      upper_product(static_cast<std::int16_t>(128 * more), grain));
        const auto value = static_cast<std::int16_t>(250 - (dark >> 3));
        to[x] = static_cast<std::uint8_t>(
            std::min<std::int16_t>(std::max<std::int16_t>(value, 0), 255));
    }
}

/// Replaces a grey image by its copy.
/// @param name  of its noise
void copy_once(Image& grey, const Scene& scene, const Copier& copier, const std::string& name) {
    Rng random(scene.grain_seed, 0, name);
    Field uneven = noise_field(grey.width, grey.height, Light::k_cells_per_px,
                               {15 * scene.px_per_mm, 3, 0.6}, random);
    for (float& value : uneven.values)
        value = 128 + std::clamp(value, -3.0F, 3.0F) * static_cast<float>(scene.finish.copy.uneven);
    FieldRows toner(uneven, grey.width, 1, 16);
    Grain grain(scene.grain_seed, name.c_str(), {0.5, 0, 0}, grey.width, 1);
    Optics optics(grey.width);
    Bytes soft(grey.stride()), above(grey.row(0), grey.row(0) + grey.stride()), at = above;
    for (int y = 0; y < grey.height; ++y) { // `above` and `at`: rows of the original
        optics.soften(soft.data(), above.data(), at.data(),
                      grey.row(std::min(grey.height - 1, y + 1)));
        const FieldRow uneven_row = toner.row(y);
        grain.visit_row(y, [&](std::size_t first, const std::int16_t* speck, std::size_t count) {
            copy_row(grey.row(y) + first, soft.data() + first, uneven_row.from(first), speck,
                     copier, count);
        });
        std::swap(above, at);
        if (y + 1 < grey.height) std::copy_n(grey.row(y + 1), grey.stride(), at.data());
    }
}

/// Bayer's 8 x 8 thresholds (1973), computed by interleaving the bits of x ^ y and y.
int bayer(int x, int y) {
    int value = 0;
    for (int bit = 0; bit < 3; ++bit)
        value |= ((((x ^ y) >> bit) & 1) << (5 - 2 * bit)) | (((y >> bit) & 1) << (4 - 2 * bit));
    return 4 * value + 2;
}

ECGPRESS_VECTORISED
void add_row(std::uint16_t* sums, const std::uint8_t* row, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
}

/// Returns the means of squares of `dot` pixels.
Image mean_greys(const Image& grey, int dot) {
    Image means((grey.width + dot - 1) / dot, (grey.height + dot - 1) / dot, 1);
    std::vector<std::uint16_t> sums(grey.stride());
    for (int row = 0; row < means.height; ++row) {
        const int top = row * dot, bottom = std::min(grey.height, top + dot);
        std::fill(sums.begin(), sums.end(), std::uint16_t{0});
        for (int y = top; y < bottom; ++y) add_row(sums.data(), grey.row(y), sums.size());
        const std::uint16_t* at = sums.data();
        std::uint8_t* const to = means.row(row);
        const int whole = grey.width / dot, area = dot * (bottom - top);
        for (int column = 0; column < means.width; ++column) {
            const int across = column < whole ? dot : grey.width - whole * dot;
            int sum = 0;
            for (int i = 0; i < across; ++i) sum += *at++;
            to[column] =
                static_cast<std::uint8_t>(sum / (column < whole ? area : across * (bottom - top)));
        }
    }
    return means;
}

void make_ordered_dots(Image& grey) {
    for (int y = 0; y < grey.height; ++y) {
        std::array<int, 8> thresholds{};
        for (int x = 0; x < 8; ++x) thresholds[static_cast<std::size_t>(x)] = bayer(x, y & 7);
        std::uint8_t* const row = grey.row(y);
        for (int x = 0; x < grey.width; ++x)
            row[x] = row[x] > thresholds[static_cast<std::size_t>(x & 7)] ? 255 : 0;
    }
}

/// Error diffusion in bands of eight rows, which are processed together: each of them is two
/// columns behind the row above, whose errors it needs. (Vector extension of GCC and Clang: one
/// instruction processes all eight, on any processor.) Errors have the weights of Floyd and
/// Steinberg in 1/16.
class Diffusion {
  public:
    explicit Diffusion(int columns)
        : columns_(columns), steps_(static_cast<std::size_t>(columns) + k_delay),
          carried_(steps_.size()), last_(static_cast<std::size_t>(columns) + 2) {}

    /// Makes dots of the rows from `top` on.
    void process(Image& grey, int top) {
        const int rows = std::min(k_rows, grey.height - top);
        std::fill(steps_.begin(), steps_.end(), Eight{});
        for (int k = 0; k < rows; ++k) {
            const std::uint8_t* const row = grey.row(top + k);
            Eight* const at = steps_.data() + std::ptrdiff_t{k_behind} * k;
            for (int x = 0; x < columns_; ++x) at[x][k] = row[x];
        }
        diffuse();
        for (int k = 0; k < rows; ++k) {
            std::uint8_t* const row = grey.row(top + k);
            const Eight* const at = steps_.data() + std::ptrdiff_t{k_behind} * k;
            for (int x = 0; x < columns_; ++x) row[x] = static_cast<std::uint8_t>(at[x][k]);
        }
        for (int x = 0; x < columns_; ++x) { // errors for the first row of the next band
            const std::int16_t* const around = last_.data() + x;
            carried_[static_cast<std::size_t>(x)] =
                static_cast<std::int16_t>(around[0] + 5 * around[1] + 3 * around[2]);
        }
    }

  private:
    static constexpr int k_rows = 8, k_behind = 2; ///< rows of a band, and columns between them
    static constexpr std::size_t k_delay = std::size_t{k_behind} * (k_rows - 1);
    typedef std::int16_t Eight __attribute__((vector_size(16)));

    /// Replaces greys by dots.
    void diffuse() {
        Eight before{}, second{}, third{}; // errors of the last three steps
        Eight column{0, -2, -4, -6, -8, -10, -12, -14};
        const auto end = static_cast<std::int16_t>(columns_);
        for (std::size_t step = 0; step < steps_.size(); ++step) {
            const Eight given = third + 5 * second + 3 * before, from_above{carried_[step]};
            const Eight here = __builtin_shufflevector(given, from_above, 8, 0, 1, 2, 3, 4, 5, 6);
            const Eight wanted = steps_[step] + ((here + 7 * before) >> 4);
            const Eight shown = (wanted >= 128) & 255;
            third = second;
            second = before;
            before = (wanted - shown) & (column >= 0) & (column < end);
            steps_[step] = shown;
            if (step >= k_delay) // the column of the last row
                last_[step - k_delay + 1] = before[k_rows - 1];
            column += 1;
        }
    }

    int columns_;
    std::vector<Eight> steps_;
    std::vector<std::int16_t> carried_; ///< errors that the band above hands down
    std::vector<std::int16_t> last_;    ///< errors of the last row, with a column on either side
};

/// Shows each pixel of `dots` as a square.
void show_dots(Image& image, const Image& dots, int dot) {
    Bytes wide(static_cast<std::size_t>(image.width));
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* row = dots.row(y / dot);
        if (dot > 1) {
            for (int x = 0, column = 0; x < image.width; ++column)
                for (const int end = std::min(image.width, x + dot); x < end; ++x)
                    wide[static_cast<std::size_t>(x)] = row[column];
            row = wide.data();
        }
        show_grey_row(image.row(y), row, wide.size());
    }
}

} // namespace

void make_grey(Image& image) {
    Bytes grey(static_cast<std::size_t>(image.width));
    for (int y = 0; y < image.height; ++y) {
        luma_of_row(grey.data(), image.row(y), grey.size());
        show_grey_row(image.row(y), grey.data(), grey.size());
    }
}

void photocopy(Image& image, const Scene& scene) {
    const Finish::Copy& copy = scene.finish.copy;
    Image grey = luma_of_image(image);
    int paper = paper_level(grey);
    for (int generation = 0; generation < copy.generations; ++generation) {
        const int white = paper - white_levels(grey, paper, copy.gain);
        const Copier copier{static_cast<std::int16_t>(white),
                            static_cast<std::int16_t>(std::lround(256 * copy.gain)),
                            static_cast<std::int16_t>(std::lround(copy.grain * 8))};
        copy_once(grey, scene, copier, concat("copy ", generation));
        paper = 250;
    }
    show_dots(image, grey, 1);
}

void dither(Image& image, const Scene& scene) {
    const int dot = std::max(1, scene.finish.dot_px);
    Image grey = luma_of_image(image);
    if (dot > 1) grey = mean_greys(grey, dot);
    if (scene.finish.dither == Finish::Dither::diffused) {
        Diffusion diffusion(grey.width);
        for (int top = 0; top < grey.height; top += 8) diffusion.process(grey, top);
    } else {
        make_ordered_dots(grey);
    }
    show_dots(image, grey, dot);
}

} // namespace ecgpress
