// Blurs rows of an image, for filters of a RowChain, in 16-bit integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecgpress {

/// Weights of a Gaussian, cut off at 2.5 sigma.
struct GaussianWeights {
    explicit GaussianWeights(double sigma);

    int reach;                           ///< neighbours on each side, at most k_most_reach
    std::vector<std::uint16_t> of_256;   ///< of the middle and its neighbours; both sides: 256
    std::vector<std::uint16_t> of_65536; ///< the same; both sides: 65536, or 65535 without any

    static constexpr int k_most_reach = 40;
};

/// A Gaussian blur of rows of three channels. It differs from exact arithmetic by one grey level at
/// most; an even area does not change.
class RowBlur {
  public:
    RowBlur(double sigma_px, int width_px);

    int reach() const { return weights_.reach; } ///< in px, of rows and of margins
    /// Makes a row. @param rows  as in RowChain::Make, with margins of reach()
    void make(std::uint8_t* to, const std::uint8_t* const* rows);

  private:
    GaussianWeights weights_;
    std::size_t row_bytes_;
    std::vector<std::uint16_t> across_; ///< blurred vertically only
    std::vector<std::uint16_t> sums_;
    std::vector<const std::uint8_t*> rows_;
};

/// Blurs the colour of an image, not its luma. Colour is kept at half the resolution.
class ColourBlur {
  public:
    /// @param sigma_px  at least 1: half the resolution itself blurs by that much
    ColourBlur(double sigma_px, int width_px);

    int reach() const { return 2 * weights_.reach + 3; } ///< in px, of rows; no margins are needed
    void make(std::uint8_t* to, const std::uint8_t* const* rows, int y);

  private:
    /// Red and blue minus luma of a row of half the resolution, with margins.
    struct HalfRow {
        bool used = false;
        int index = 0; ///< of the row
        std::vector<std::uint16_t> red, blue;
    };
    const HalfRow& measured(int row, const std::uint8_t* upper, const std::uint8_t* lower);
    const HalfRow& blurred(int row, const std::uint8_t* const* rows, int y);

    GaussianWeights weights_;
    std::size_t width_, half_width_, margin_;
    std::vector<HalfRow> measured_, blurred_;
    std::vector<std::uint16_t> sums_;
    std::vector<std::int16_t> red_, blue_; ///< of the row that is made, at full resolution
};

} // namespace ecgpress
