// Curves that are looked up, not computed: the same on all machines, and fast enough for each cell
// of a field.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace ecgpress {

/// A function over [0, length), straight between `steps` places a unit; beyond, its last value.
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

/// x^(1 / 2.2) for 0 ... 4: what light of so much is in a picture's gamma space. To 1/2000.
float gamma_of(float light);

/// e^-x for x >= 0, to 2e-5; nothing beyond 16.
float fading(float x);

/// 1 / (1 + e^-x), to 2e-5.
float soft_step(float x);

} // namespace ecgpress
