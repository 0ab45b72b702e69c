#include "core/elementary.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ecgpress {

namespace {

constexpr double k_log_2 = 0.69314718055994530942;
constexpr double k_half_root = 0.70710678118654752440;

/// cos(2 pi u) for 0 <= u < 1, by the Taylor series on the first quarter turn: 12 terms, and the
/// first omitted one, (pi/2)^26 / 26!, is below 4e-22.
double cos_of_part(double u) {
    const double from_half = std::abs(u - 0.5); // cos(2 pi u) = -cos(2 pi from_half)
    const bool far = from_half > 0.25;
    const double angle = (far ? 0.5 - from_half : from_half) * 2 * k_pi;
    const double square = angle * angle;
    double series = 1;
    for (int k = 12; k >= 1; --k) series = 1 - series * (square * (1.0 / (2 * k * (2 * k - 1))));
    return far ? series : -series;
}

} // namespace

double log_of(double x) {
    assert(x > 0);
    // log m = 2 artanh((m - 1) / (m + 1)) for a mantissa m in [sqrt(1/2), sqrt(2)). There |s| <
    // 0.172, so the first omitted term, s^26 / 27, is below the last bit.
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < k_half_root) {
        mantissa *= 2;
        --exponent;
    }
    const double s = (mantissa - 1) / (mantissa + 1), square = s * s;
    double series = 0;
    for (int k = 12; k >= 0; --k) series = series * square + 1.0 / (2 * k + 1);
    return 2 * s * series + exponent * k_log_2;
}

double exp_of(double x) {
    x = std::min(x, 700.0);
    if (x < -700) return 0;
    const double whole = std::floor(x / k_log_2 + 0.5);
    const double part = x - whole * k_log_2; // |part| <= log(2) / 2, so 13 terms suffice
    double series = 1;
    for (int k = 13; k >= 1; --k) series = 1 + series * part * (1.0 / k);
    return std::ldexp(series, static_cast<int>(whole));
}

double pow_of(double x, double y) {
    assert(x >= 0);
    if (x == 0) return y == 0 ? 1 : 0;
    return exp_of(y * log_of(x));
}

double cos_of_turns(double turns) {
    return cos_of_part(turns - std::floor(turns));
}

double sin_of_turns(double turns) {
    return cos_of_turns(turns - 0.25);
}

double cos_of(double radians) {
    return cos_of_turns(radians / (2 * k_pi));
}

double sin_of(double radians) {
    return sin_of_turns(radians / (2 * k_pi));
}

} // namespace ecgpress
