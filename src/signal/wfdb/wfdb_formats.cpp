#include "signal/wfdb/wfdb_formats.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "core/strings.hpp"

namespace ecgpress {
namespace {

/// Interprets the lowest `bits` bits as a two's complement number.
std::int32_t signed_bits(std::uint32_t value, int bits) {
    const std::uint32_t sign = std::uint32_t{1} << (bits - 1);
    const std::uint32_t mask = (sign - 1) | sign;
    return static_cast<std::int32_t>(((value & mask) ^ sign) - sign);
}

/// Reads `count` bytes, least significant first. Bytes after these may be outside the buffer.
std::uint32_t low_first(const unsigned char* bytes, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = count; i > 0; --i) value = value << 8 | bytes[i - 1];
    return value;
}

std::int32_t sample_8(const unsigned char* group, std::size_t) {
    return signed_bits(group[0], 8);
}

std::int32_t sample_16(const unsigned char* group, std::size_t) {
    return signed_bits(low_first(group, 2), 16);
}

std::int32_t sample_24(const unsigned char* group, std::size_t) {
    return signed_bits(low_first(group, 3), 24);
}

std::int32_t sample_32(const unsigned char* group, std::size_t) {
    return signed_bits(low_first(group, 4), 32);
}

std::int32_t sample_61(const unsigned char* group, std::size_t) {
    return signed_bits(std::uint32_t{group[0]} << 8 | group[1], 16);
}

std::int32_t sample_80(const unsigned char* group, std::size_t) {
    return std::int32_t{group[0]} - 128;
}

std::int32_t sample_160(const unsigned char* group, std::size_t) {
    return static_cast<std::int32_t>(low_first(group, 2)) - 32768;
}

/// 12 bits each: the second byte contains the high four bits of both samples, those of the first in
/// its low half.
std::int32_t sample_212(const unsigned char* group, std::size_t place) {
    const std::uint32_t high = place == 0 ? group[1] & 15U : group[1] >> 4U;
    return signed_bits(high << 8 | group[2 * place], 12);
}

/// 10 bits each: two pairs of bytes contain one sample each in bits 1 to 10, and the low and high
/// half of the third sample in bits 11 to 15.
std::int32_t sample_310(const unsigned char* group, std::size_t place) {
    if (place < 2) return signed_bits(low_first(group + 2 * place, 2) >> 1, 10);
    return signed_bits(low_first(group, 2) >> 11 | low_first(group + 2, 2) >> 11 << 5, 10);
}

/// 10 bits each, consecutive from the lowest bit of four bytes.
std::int32_t sample_311(const unsigned char* group, std::size_t place) {
    constexpr std::size_t k_bits = 10;
    const std::size_t first_byte = place * k_bits / 8;
    return signed_bits(low_first(group + first_byte, 2) >> (place * k_bits % 8), k_bits);
}

/// Sample `place` of the group that begins at `group`.
using SampleOf = std::int32_t (*)(const unsigned char* group, std::size_t place);

/// A separate loop per format, so that the compiler can inline and optimise it.
template <SampleOf sample_of, std::size_t group_samples, std::size_t group_bytes>
void decode(const unsigned char* group, std::size_t count, std::int32_t* samples) {
    for (std::size_t i = 0; i < count; group += group_bytes)
        for (std::size_t place = 0; place < group_samples && i < count; ++place, ++i)
            samples[i] = sample_of(group, place);
}

constexpr std::int32_t k_lowest_32 = -2147483647 - 1;

// number, samples and bytes per group, bytes needed for its first samples, decoder, gap value,
// differences
constexpr WfdbFormat k_formats[] = {
    {8, 1, 1, {}, decode<sample_8, 1, 1>, std::nullopt, true}, // has no gap value
    {16, 1, 2, {}, decode<sample_16, 1, 2>, -32768, false},
    {24, 1, 3, {}, decode<sample_24, 1, 3>, -8388608, false},
    {32, 1, 4, {}, decode<sample_32, 1, 4>, k_lowest_32, false},
    {61, 1, 2, {}, decode<sample_61, 1, 2>, -32768, false},
    {80, 1, 1, {}, decode<sample_80, 1, 1>, -128, false},
    {160, 1, 2, {}, decode<sample_160, 1, 2>, -32768, false},
    {212, 2, 3, {0, 2, 3}, decode<sample_212, 2, 3>, -2048, false},
    {310, 3, 4, {0, 2, 4}, decode<sample_310, 3, 4>, -512, false},
    {311, 3, 4, {0, 2, 3}, decode<sample_311, 3, 4>, -512, false},
    {508, 1, 1, {}, nullptr, -128, false},
    {516, 1, 2, {}, nullptr, -32768, false},
    {524, 1, 3, {}, nullptr, -8388608, false},
};

} // namespace

const WfdbFormat* find_wfdb_format(int number) {
    const auto* const found =
        std::find_if(std::begin(k_formats), std::end(k_formats),
                     [&](const WfdbFormat& format) { return format.number == number; });
    return found == std::end(k_formats) ? nullptr : found;
}

std::string unreadable_wfdb_format(int number) {
    return concat("the signal format ", number,
                  " is not supported. Supported are 8, 16, 24, 32, 61, 80, 160, 212, 310, 311, and "
                  "508, 516 and 524 (FLAC). Convert the record with xform, or exclude it.");
}

std::size_t wfdb_bytes_of(const WfdbFormat& format, std::size_t count) {
    return count / format.group_samples * format.group_bytes +
           format.reach_bytes[count % format.group_samples];
}

std::size_t wfdb_samples_in(const WfdbFormat& format, std::size_t bytes) {
    std::size_t rest = 0;
    while (rest + 1 < format.group_samples &&
           format.reach_bytes[rest + 1] <= bytes % format.group_bytes)
        ++rest;
    return bytes / format.group_bytes * format.group_samples + rest;
}

std::vector<std::int32_t> decode_wfdb(const WfdbFormat& format, std::string_view bytes,
                                      std::size_t count) {
    assert(wfdb_bytes_of(format, count) <= bytes.size());
    std::vector<std::int32_t> samples(count);
    format.decode(reinterpret_cast<const unsigned char*>(bytes.data()), count, samples.data());
    return samples;
}

} // namespace ecgpress
