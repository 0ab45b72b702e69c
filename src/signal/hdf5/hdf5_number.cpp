#include "signal/hdf5/hdf5_number.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/strings.hpp"

namespace ecgpress {
namespace {

std::uint64_t bits_of(const Hdf5Number& number, const char* bytes) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < number.bytes; ++i) {
        const std::size_t at = number.is_big_endian ? i : number.bytes - 1 - i;
        bits = bits << 8 | static_cast<unsigned char>(bytes[at]);
    }
    return bits;
}

std::int64_t whole_of(const Hdf5Number& number, const char* bytes) {
    const std::uint64_t sign = std::uint64_t{1} << (8 * number.bytes - 1);
    return static_cast<std::int64_t>((bits_of(number, bytes) ^ sign) - sign);
}

/// binary16 of IEEE 754.
double half_of(std::uint64_t bits) {
    constexpr int k_fraction_bits = 10, k_bias = 15;
    constexpr std::uint64_t k_special = 31, k_hidden = 1U << k_fraction_bits;
    const std::uint64_t exponent = bits >> k_fraction_bits & k_special, fraction = bits % k_hidden;
    double value = 0;
    if (exponent == k_special)
        value = fraction == 0 ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
    else if (exponent == 0)
        value = std::ldexp(static_cast<double>(fraction), 1 - k_bias - k_fraction_bits);
    else
        value = std::ldexp(static_cast<double>(fraction + k_hidden),
                           static_cast<int>(exponent) - k_bias - k_fraction_bits);
    return bits >> 15U == 0 ? value : -value;
}

double real_of(const Hdf5Number& number, const char* bytes) {
    const std::uint64_t bits = bits_of(number, bytes);
    if (number.bytes == 2) return half_of(bits);
    if (number.bytes == 8) {
        double wide = 0;
        std::memcpy(&wide, &bits, sizeof wide);
        return wide;
    }
    const auto narrow_bits = static_cast<std::uint32_t>(bits);
    float narrow = 0;
    std::memcpy(&narrow, &narrow_bits, sizeof narrow);
    return static_cast<double>(narrow);
}

} // namespace

std::string name_of(const Hdf5Number& number) {
    const char* kind = number.kind == Hdf5Number::Kind::real    ? "float"
                       : number.kind == Hdf5Number::Kind::whole ? "int"
                                                                : "uint";
    return concat(kind, 8 * number.bytes);
}

double value_of(const Hdf5Number& number, const char* bytes) {
    if (number.kind == Hdf5Number::Kind::real) return real_of(number, bytes);
    if (number.kind == Hdf5Number::Kind::whole) return static_cast<double>(whole_of(number, bytes));
    return static_cast<double>(bits_of(number, bytes));
}

std::string digits_of(const Hdf5Number& number, const char* bytes) {
    return number.kind == Hdf5Number::Kind::natural ? std::to_string(bits_of(number, bytes))
                                                    : std::to_string(whole_of(number, bytes));
}

} // namespace ecgpress
