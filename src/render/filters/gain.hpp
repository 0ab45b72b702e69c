// Applies fields and grain to images: multiplies, blends or adds per byte, in integer arithmetic.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image.hpp"
#include "render/filters/field.hpp"

namespace ecgpress {

/// Returns value * part / 32768, rounded: one instruction of AVX2 (vpmulhrsw).
inline std::int16_t share_of(std::int16_t value, std::int16_t part) {
    return static_cast<std::int16_t>((((int{value} * part) >> 14) + 1) >> 1);
}

/// Returns the upper 16 bits of a product.
inline std::int16_t upper_product(std::int16_t a, std::int16_t b) {
    return static_cast<std::int16_t>((int{a} * b) >> 16);
}

/// Clamps a number to 0-255.
inline std::int16_t within_byte(std::int16_t value) {
    const std::int16_t low = value < 0 ? std::int16_t{0} : value;
    return low > 255 ? std::int16_t{255} : low;
}
inline std::uint8_t byte_from(std::int16_t value) {
    return static_cast<std::uint8_t>(within_byte(value));
}

/// The position of a pixel between two cells.
struct FieldPlace {
    std::int32_t before;
    std::int32_t part; ///< 0-256
};

/// The values of a field along an image row: between those of the field's rows above and below.
/// They are computed where they are used, so that no row of them is stored and read again.
struct FieldRow {
    const std::int16_t *upper, *lower;
    std::int16_t part; ///< of the way from the upper to the lower row, in 1/32768

    std::int16_t operator[](std::size_t i) const {
        return static_cast<std::int16_t>(
            upper[i] + share_of(static_cast<std::int16_t>(lower[i] - upper[i]), part));
    }
    FieldRow from(std::size_t i) const { return {upper + i, lower + i, part}; }
    /// Returns whether the field is 0 above and below the first values.
    bool is_zero(std::size_t count) const {
        std::int16_t any = 0;
        for (std::size_t i = 0; i < count; ++i)
            any = static_cast<std::int16_t>(any | upper[i] | lower[i]);
        return any == 0;
    }
};

/// Interpolates fields to pixels, row by row, as integers. Each pixel has one value per field.
class FieldRows {
  public:
    /// Whether values are used as they are, or are optical densities of which the transmitted share
    /// of light is used: e^-value (Beer-Lambert law).
    enum class Of { value, transmission };

    /// @param fields  one or three. They have the same raster.
    /// @param units_per_px  of the fields.
    /// @param one  a power of two: values are multiplied by it, rounded and clamped to 0-32767
    FieldRows(std::vector<const Field*> fields, int width_px, double units_per_px, double one,
              Of of = Of::value);
    /// Uses one field.
    /// @param repeats  number of times that its value is repeated per pixel
    FieldRows(const Field& field, int width_px, double units_per_px, double one, int repeats = 1)
        : FieldRows(std::vector<const Field*>(static_cast<std::size_t>(repeats), &field), width_px,
                    units_per_px, one) {}

    /// Returns the values of a row. Valid until the next call.
    FieldRow row(int y);
    /// Returns whether all field values around a row of the image are 0.
    bool is_zero(int y);

  private:
    void read_cells(int field_row);
    void expand(int field_row, std::vector<std::int16_t>& to);
    double cell_of(int y) const; ///< position on the fields, in rows

    std::vector<const Field*> fields_;
    double units_per_px_;
    float one_;
    Of of_;
    std::vector<FieldPlace> across_;
    int known_row_ = -1; ///< field row for which is_zero_ is known
    bool is_zero_ = false;
    std::vector<float> shares_;               ///< one row of a field: transmission
    std::vector<std::int32_t> whole_;         ///< the same as integers
    std::vector<std::int32_t> cells_;         ///< of all fields: one number a cell, or four
    std::vector<std::int16_t> upper_, lower_; ///< field rows above and below, interpolated along x
    int upper_row_ = -2;
};

constexpr double k_gain_one = 4096; ///< a gain of 1; 15 bits hold gains up to 8
/// Multiplies bytes by gains of 4096 for 1.
void multiply_row(std::uint8_t* pixels, const FieldRow& gain, std::size_t count);

/// Blends a row of bytes into another.
/// @param amount  0 keeps `to`, 256 replaces it by `from`
void blend_row(std::uint8_t* to, const std::uint8_t* from, const FieldRow& amount,
               std::size_t count);
/// Blends an image towards a colour.
/// @param amount  0 keeps the image, 1 replaces it
void blend_towards(Image& image, Colour colour, const Field& amount, double units_per_px);

/// Fine noise in one or three channels with standard deviation about 1. It is a tile of 512 px that
/// repeats with a new offset every 64 rows.
class Grain {
  public:
    /// Components of the noise: grey blotches, and coloured ones.
    struct Shape {
        double grey_px = 0;               ///< sigma of the grey blotches; 0: pixels are independent
        double colour = 0, colour_px = 0; ///< strength relative to grey, and sigma
        bool operator<(const Shape& other) const;
    };
    /// The tile is the same for all seeds; only the offsets of its strips depend on the seed.
    /// @param channels  1 for noise without colour, or 3
    Grain(std::uint64_t seed, const char* stream, const Shape& shape, int width_px,
          int channels = 3);
    /// Calls visit(first, noise, count) for stretches of a row, from the left: `first` and `count`
    /// are in values, of which each pixel has one per channel. The noise is times 32.
    template <class Visit> void visit_row(int y, Visit visit) const {
        const std::int16_t* const from = tile_row(y);
        const std::size_t whole = channels_ * std::size_t{k_tile_px};
        std::size_t at = first_of(y);
        for (std::size_t done = 0; done < values_; at = 0) {
            const std::size_t count = std::min(whole - at, values_ - done);
            visit(done, from + at, count);
            done += count;
        }
    }

  private:
    static constexpr int k_tile_px = 512;

    const std::int16_t* tile_row(int y) const;
    std::size_t first_of(int y) const; ///< value of the tile's row that the image's begins with

    std::size_t channels_, values_; ///< values per row of the image
    const std::vector<std::int16_t>* tile_;
    std::array<std::uint16_t, 256> offsets_{};
};

} // namespace ecgpress
