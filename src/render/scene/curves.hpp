// Tabulated functions: identical on all processors, and fast enough for every cell of a field.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

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

/// Returns x^(1 / 2.2) for 0 <= x < 4: the gamma-encoded value of linear light. Error: 1/2000.
float gamma_of(float light);

/// Returns e^-x for x >= 0. Error: 2e-5. Returns 0 beyond 16.
float fading(float x);

/// Returns the logistic function 1 / (1 + e^-x). Error: 2e-5.
float soft_step(float x);

} // namespace ecgpress
