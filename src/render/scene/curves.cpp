#include "render/scene/curves.hpp"

#include "core/elementary.hpp"

namespace ecgpress {

float gamma_of(float light) {
    static const Curve<4, 512> curve([](double x) { return pow_of(x, 1 / 2.2); });
    return curve(light);
}

float fading(float x) {
    static const Curve<16, 128> curve([](double t) { return t < 15.9 ? exp_of(-t) : 0; });
    return curve(x);
}

float soft_step(float x) {
    const float left = fading(x < 0 ? -x : x);
    return (x < 0 ? left : 1.0F) / (1 + left);
}

} // namespace ecgpress
