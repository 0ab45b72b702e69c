// Functions that are identical on all processors, and fast enough for every cell of a field:
// tables, and polynomials that compilers vectorise.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ecgpress {

/// A table of a function over [0, k_length), with linear interpolation between k_steps_a_unit
/// entries per unit. Beyond, the last value is returned.
template <int k_length, int k_steps_a_unit> class Curve {
  public:
    template <class Function> explicit Curve(Function function) {
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = static_cast<float>(function(static_cast<double>(i) / k_steps_a_unit));
    }

    float operator()(float x) const {
        const float step = std::clamp(x, 0.0F, k_last) * k_steps_a_unit;
        const auto before = static_cast<std::size_t>(step);
        const float part = step - static_cast<float>(before);
        return values_[before] + part * (values_[before + 1] - values_[before]);
    }

  private:
    static constexpr float k_last = static_cast<float>(k_length) - 1.0F / k_steps_a_unit;
    std::array<float, std::size_t{k_length} * k_steps_a_unit + 1> values_{};
};

/// Returns the value if it is kept, and 0 otherwise. With a conditional expression GCC does not
/// vectorise loops for AVX2.
inline float kept_if(bool kept, float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    bits &= 0U - static_cast<std::uint32_t>(kept);
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

/// Returns 2^-x for 0 <= x < 126. Relative error: 5e-6. The result for 0 is 1.
inline float halved(float x) {
    const auto whole = static_cast<std::int32_t>(x);
    const float part = x - static_cast<float>(whole);
    // Least squares on Chebyshev nodes of [0, 1].
    const float power =
        1 + part * (-0.693076074F +
                    part * (0.239530623F + part * (-0.0533486865F + part * 0.006896134F)));
    const std::int32_t bits = (127 - whole) << 23; // of 2^-whole (IEEE 754, binary32)
    float scale;
    std::memcpy(&scale, &bits, sizeof scale);
    return power * scale;
}

/// Returns e^-x for x >= 0. Relative error: 2e-5. Returns 0 beyond 16.
inline float fading(float x) {
    constexpr float k_log2_e = 1.44269504F;
    return kept_if(x < 16, halved(std::min(x, 16.0F) * k_log2_e));
}

/// Returns x^(1 / 2.2) for 0 <= x < 4: the gamma-encoded value of linear light. Relative error:
/// 5e-5. Returns 0 below 1e-6.
inline float gamma_of(float x) {
    std::int32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    // x = (1 + part) * 2^exponent
    const std::int32_t exponent = (bits >> 23) - 127;
    const std::int32_t mantissa = (bits & 0x7fffff) | 0x3f800000;
    float part;
    std::memcpy(&part, &mantissa, sizeof part);
    part -= 1;
    // log2(1 + part) by least squares on Chebyshev nodes of [0, 1].
    const float log2 =
        static_cast<float>(exponent) +
        part * (1.44187987F +
                part * (-0.70886457F +
                        part * (0.415243268F + part * (-0.193513453F + part * 0.0452668965F))));
    constexpr float k_twice = 2; // 2^-x needs x >= 0: x^(1 / 2.2) < 4
    const float result = 4 * halved(std::min(std::max(k_twice - log2 / 2.2F, 0.0F), 60.0F));
    return kept_if(x > 1e-6F, result);
}

/// Returns the logistic function 1 / (1 + e^-x). Error: 2e-5.
inline float soft_step(float x) {
    const float left = fading(x < 0 ? -x : x);
    return (x < 0 ? left : 1.0F) / (1 + left);
}

/// Replaces values by fading(value).
void fade(float* values, std::size_t count);
/// Replaces values of light by gamma_of(value).
void encode_gamma(float* values, std::size_t count);

} // namespace ecgpress
