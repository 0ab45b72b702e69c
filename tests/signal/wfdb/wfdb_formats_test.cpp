#include <gtest/gtest.h>

#include "core/random.hpp"
#include "signal/wfdb/wfdb_formats.hpp"

namespace ecgpress {
namespace {

using Samples = std::vector<std::int32_t>;

/// One row of signal(5): the position of each bit of each sample in a group, lowest bit first. Bit
/// 0 is the lowest bit of byte 0.
struct Packing {
    int format, group_bytes;
    std::int64_t offset; ///< added to a sample before it is stored
    std::vector<std::vector<int>> bits;
    std::int64_t lowest; ///< lowest value of a sample
};

/// Bits from `first` up to, but not including, `end`.
std::vector<int> bits(int first, int end) {
    std::vector<int> numbers;
    for (int bit = first; bit < end; ++bit) numbers.push_back(bit);
    return numbers;
}

std::vector<int> both(std::vector<int> low, const std::vector<int>& high) {
    low.insert(low.end(), high.begin(), high.end());
    return low;
}

const std::vector<Packing>& packings() {
    static const std::vector<Packing> all = {
        {8, 1, 0, {bits(0, 8)}, -128},
        {16, 2, 0, {bits(0, 16)}, -32768},
        {24, 3, 0, {bits(0, 24)}, -8388608},
        {32, 4, 0, {bits(0, 32)}, -2147483648LL},
        {61, 2, 0, {both(bits(8, 16), bits(0, 8))}, -32768},
        {80, 1, 128, {bits(0, 8)}, -128},
        {160, 2, 32768, {bits(0, 16)}, -32768},
        {212, 3, 0, {bits(0, 12), both(bits(16, 24), bits(12, 16))}, -2048},
        {310, 4, 0, {bits(1, 11), bits(17, 27), both(bits(11, 16), bits(27, 32))}, -512},
        {311, 4, 0, {bits(0, 10), bits(10, 20), bits(20, 30)}, -512},
    };
    return all;
}

/// The bytes that contain bits of the samples.
std::string packed(const Packing& packing, const Samples& samples) {
    std::string bytes;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t group = i / packing.bits.size(), place = i % packing.bits.size();
        const auto stored = static_cast<std::uint64_t>(samples[i] + packing.offset);
        for (std::size_t bit = 0; bit < packing.bits[place].size(); ++bit) {
            const auto number = static_cast<std::size_t>(packing.bits[place][bit]);
            const std::size_t byte =
                group * static_cast<std::size_t>(packing.group_bytes) + number / 8;
            if (byte >= bytes.size()) bytes.resize(byte + 1, '\0');
            const auto one = static_cast<unsigned>(stored >> bit & 1U) << (number % 8);
            bytes[byte] = static_cast<char>(static_cast<unsigned char>(bytes[byte]) | one);
        }
    }
    return bytes;
}

Samples random_samples(const Packing& packing, std::size_t count, std::uint64_t seed) {
    Rng rng(seed, static_cast<std::uint64_t>(packing.format), "test.wfdb.formats");
    const auto range = static_cast<std::uint64_t>(-2 * packing.lowest);
    Samples samples = {static_cast<std::int32_t>(packing.lowest),
                       static_cast<std::int32_t>(-packing.lowest - 1), 0, -1};
    while (samples.size() < count)
        samples.push_back(static_cast<std::int32_t>(static_cast<std::int64_t>(rng.below(range)) +
                                                    packing.lowest));
    samples.resize(count);
    return samples;
}

TEST(WfdbFormats, DecodeAnyNumberOfPackedSamples) {
    for (const Packing& packing : packings()) {
        const WfdbFormat* format = find_wfdb_format(packing.format);
        ASSERT_NE(format, nullptr) << packing.format;
        for (std::size_t count = 0; count < 200; ++count) {
            const Samples samples = random_samples(packing, count, count);
            const std::string bytes = packed(packing, samples);
            ASSERT_EQ(bytes.size(), wfdb_bytes_of(*format, count))
                << "format " << packing.format << ", " << count << " samples";
            // A buffer of exactly that size, so that a sanitizer detects a read beyond it.
            const std::vector<char> exact(bytes.begin(), bytes.end());
            ASSERT_EQ(decode_wfdb(*format, {exact.data(), exact.size()}, count), samples)
                << "format " << packing.format << ", " << count << " samples";
        }
    }
}

TEST(WfdbFormats, CountCompleteSamples) {
    for (const Packing& packing : packings()) {
        const WfdbFormat& format = *find_wfdb_format(packing.format);
        for (std::size_t bytes = 0; bytes < 100; ++bytes) {
            const std::size_t count = wfdb_samples_in(format, bytes);
            EXPECT_LE(wfdb_bytes_of(format, count), bytes) << "format " << packing.format;
            EXPECT_GT(wfdb_bytes_of(format, count + 1), bytes) << "format " << packing.format;
        }
    }
}

TEST(WfdbFormats, TheLowestValueIsTheGap) {
    for (const Packing& packing : packings()) {
        const WfdbFormat& format = *find_wfdb_format(packing.format);
        EXPECT_EQ(format.gap.has_value(), packing.format != 8);
        EXPECT_EQ(format.is_difference, packing.format == 8);
        EXPECT_EQ(format.gap.value_or(packing.lowest), packing.lowest)
            << "format " << packing.format;
    }
}

TEST(WfdbFormats, ReportUnsupportedFormats) {
    for (const int number : {0, 1, 17, 500, 532, -16}) {
        EXPECT_EQ(find_wfdb_format(number), nullptr);
        const std::string reason = unreadable_wfdb_format(number);
        EXPECT_NE(reason.find(std::to_string(number)), std::string::npos) << reason;
    }
}

} // namespace
} // namespace ecgpress
