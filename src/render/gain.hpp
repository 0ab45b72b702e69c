// Fields put onto pictures: every pixel times, or plus, what a coarse field says there.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/image.hpp"
#include "render/field.hpp"

namespace ecgpress {

/// A field at the pixels of rows, one after the other, in whole numbers.
class FieldRows {
  public:
    /// Values times `one`, rounded, at most 65535. @param units_per_px  of the field
    FieldRows(const Field& field, int width_px, double units_per_px, double one);

    /// The row's values. Valid until the next call.
    const std::uint16_t* row(int y);

  private:
    void read_row(int row, std::vector<std::int32_t>& to) const;

    const Field* field_;
    double units_per_px_, one_;
    struct Place {
        std::int32_t before;
        std::int32_t part; ///< 0-256
    };
    std::vector<Place> across_;
    std::vector<std::int32_t> upper_, lower_, mixed_; ///< rows of the field, in whole numbers
    int upper_row_ = -1;
    std::vector<std::uint16_t> row_;
};

/// x^(1 / 2.2) for 0 ... 4: what light of so much is in a picture's gamma space. To 1/2000.
class GammaTable {
  public:
    GammaTable();
    float operator()(float light) const {
        const float step = std::min(std::max(light, 0.0F), 3.999F) * k_steps_a_unit;
        const auto before = static_cast<std::size_t>(step);
        const float part = step - static_cast<float>(before);
        return table_[before] + part * (table_[before + 1] - table_[before]);
    }

  private:
    static constexpr float k_steps_a_unit = 512;
    std::array<float, 2050> table_{};
};

/// Every pixel times its field, channel by channel. An image of one channel takes the first.
void multiply(Image& image, const std::array<Field, 3>& gain, double units_per_px);

/// Small noise that repeats only every 512 px, and not in step: of deviation about 1.
class Grain {
  public:
    /// @param smooth_px  sigma of its blotches; 0: each pixel by itself
    /// The noise itself is the same for all seeds; where its strips begin is not.
    Grain(std::uint64_t seed, const char* stream, double smooth_px);
    /// Noise times 32, at a row's pixels from x = 0; wraps around at k_side_px.
    const std::int16_t* row(int y, int& offset) const;
    static constexpr int k_side_px = 512;

  private:
    const std::vector<std::int16_t>* tile_;
    std::array<std::uint16_t, 256> offsets_{};
};

} // namespace ecgpress
