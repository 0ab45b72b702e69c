#include "render/filters/curves.hpp"

#include "render/draw/vectorised.hpp"

namespace ecgpress {

ECGPRESS_VECTORISED
void fade(float* values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) values[i] = fading(values[i]);
}

ECGPRESS_VECTORISED
void encode_gamma(float* values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) values[i] = gamma_of(values[i]);
}

} // namespace ecgpress
