// Fields and grain put onto pictures: every byte times, or plus, what a coarse field says there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image.hpp"
#include "render/scene/field.hpp"

namespace ecgpress {

/// Fields at the bytes of rows, one row after the other, in whole numbers: each pixel has as many
/// values as there are fields.
class FieldRows {
  public:
    /// Values times `one`, rounded, at most 65535. @param units_per_px  of the fields
    FieldRows(std::vector<const Field*> fields, int width_px, double units_per_px, double one);
    /// One field. @param repeats  values a pixel
    FieldRows(const Field& field, int width_px, double units_per_px, double one, int repeats = 1)
        : FieldRows(std::vector<const Field*>(static_cast<std::size_t>(repeats), &field), width_px,
                    units_per_px, one) {}

    /// The row's values. Valid until the next call.
    const std::uint16_t* row(int y);

  private:
    void expand(int field_row, std::vector<std::int32_t>& to);

    std::vector<const Field*> fields_;
    double units_per_px_, one_;
    struct Place {
        std::int32_t before;
        std::int32_t part; ///< 0-256
    };
    std::vector<Place> across_;
    std::vector<std::int32_t> cells_;         ///< of one field's row, in whole numbers
    std::vector<std::int32_t> upper_, lower_; ///< rows of the fields, at each pixel of the row
    int upper_row_ = -2;
    std::vector<std::uint16_t> row_;
};

/// Every pixel times its field, channel by channel; fields on one raster.
void multiply(Image& image, const std::array<const Field*, 3>& gain, double units_per_px);

/// Each byte so far towards another row's as `amount` says, 256 for all the way.
void blend_row(std::uint8_t* to, const std::uint8_t* from, const std::uint16_t* amount,
               std::size_t count);
/// Every pixel so far towards a colour as a field says, 1 for all the way.
void blend_towards(Image& image, Colour colour, const Field& amount, double units_per_px);

/// Small noise in three channels that repeats only every 512 px, and not in step: of deviation
/// about 1.
class Grain {
  public:
    /// What the noise is made of: grey blotches, and coloured ones of a share of their strength.
    struct Shape {
        double grey_px = 0; ///< sigma of the blotches; 0: each pixel by itself
        double colour = 0, colour_px = 0;
        bool operator<(const Shape& other) const;
    };
    /// The noise itself is the same for all seeds; where its strips begin is not.
    Grain(std::uint64_t seed, const char* stream, const Shape& shape, int width_px);
    /// Noise times 32, three values a pixel. Valid until the next call.
    const std::int16_t* row(int y);

  private:
    const std::vector<std::int16_t>* tile_;
    std::array<std::uint16_t, 256> offsets_{};
    std::vector<std::int16_t> row_;
};

} // namespace ecgpress
