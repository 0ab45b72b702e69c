#include <cmath>
#include <gtest/gtest.h>
#include <zlib.h>

#include "codec/deflate.hpp"
#include "core/random.hpp"

namespace ecgpress {
namespace {

/// Inflates a raw stream with zlib; std::nullopt if zlib rejects it.
Bytes inflated(const Bytes& stream, std::size_t size) {
    Bytes bytes(size + 1);
    z_stream z{};
    inflateInit2(&z, -15);
    z.next_in = const_cast<Bytef*>(stream.data());
    z.avail_in = static_cast<uInt>(stream.size());
    z.next_out = bytes.data();
    z.avail_out = static_cast<uInt>(bytes.size());
    const int result = inflate(&z, Z_FINISH);
    const bool whole = result == Z_STREAM_END && z.avail_in == 0;
    bytes.resize(z.total_out);
    inflateEnd(&z);
    return whole ? bytes : Bytes();
}

/// Bytes with runs of all lengths, and their compressed stream.
struct Sample {
    Bytes bytes, stream;

    Sample(std::uint64_t seed, std::size_t distance, std::size_t most, double run_share) {
        Rng random(seed, 0, "run deflate");
        DeflateWriter deflate;
        const auto alphabet = 1 + random.below(random.below(2) == 0 ? 256 : 5);
        while (bytes.size() < most) {
            deflate.expect(2000);
            if (bytes.size() >= distance && random.uniform() < run_share) {
                const auto length = 3 + random.below(random.below(3) == 0   ? 1900
                                                     : random.below(2) == 0 ? 270
                                                                            : 9);
                deflate.copy(length, distance);
                for (std::uint64_t i = 0; i < length; ++i)
                    bytes.push_back(bytes[bytes.size() - distance]);
            } else {
                const auto byte = static_cast<std::uint8_t>(random.below(alphabet));
                deflate.literal(byte);
                bytes.push_back(byte);
            }
        }
        stream = deflate.finish();
    }
};

TEST(Deflate, IsInflatedToTheSameBytes) {
    for (unsigned seed = 0; seed < 60; ++seed)
        for (const std::size_t distance : {1U, 3U, 4U, 5U, 9U, 1500U, 3091U, 24577U, 32768U}) {
            const Sample sample(seed, distance, 300 * (seed % 150), seed % 5 * 0.2);
            ASSERT_EQ(inflated(sample.stream, sample.bytes.size()), sample.bytes) << seed;
            ASSERT_EQ(Sample(seed, distance, 300 * (seed % 150), seed % 5 * 0.2).stream,
                      sample.stream);
        }
}

TEST(Deflate, EveryLengthOfARun) {
    for (std::size_t length = 3; length < 1100; ++length) {
        DeflateWriter deflate;
        deflate.expect(1 + length);
        deflate.literal(7);
        deflate.copy(length, 1);
        ASSERT_EQ(inflated(deflate.finish(), length + 1), Bytes(length + 1, 7)) << length;
    }
}

TEST(Deflate, CompressesEmptyInput) {
    EXPECT_TRUE(inflated(DeflateWriter().finish(), 0).empty());
    EXPECT_FALSE(DeflateWriter().finish().empty());
}

/// The Kraft sum in units of the longest code.
std::uint64_t kraft_sum(const std::vector<std::uint8_t>& lengths, int longest) {
    std::uint64_t sum = 0;
    for (const std::uint8_t length : lengths)
        if (length > 0) sum += std::uint64_t{1} << (longest - length);
    return sum;
}

TEST(CodeLengths, AreACompletePrefixCodeWithinTheLimit) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Rng random(seed, 0, "code lengths");
        const int longest = seed % 2 == 0 ? 15 : 7;
        std::vector<std::uint32_t> counts(2 + random.below(longest == 7 ? 18 : 285));
        const double steepness = random.uniform(0, 3);
        // Fibonacci-like counts give the longest codes.
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] = random.below(4) == 0
                            ? 0
                            : static_cast<std::uint32_t>(
                                  std::exp(std::fmin(20, steepness * static_cast<double>(i % 25))));
        counts[0] = counts[1] = 1;
        const auto lengths = code_lengths(counts, longest);
        ASSERT_EQ(kraft_sum(lengths, longest), std::uint64_t{1} << longest) << seed;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            ASSERT_EQ(lengths[i] > 0, counts[i] > 0) << seed;
            ASSERT_LE(lengths[i], longest);
        }
    }
}

TEST(CodeLengths, AreOptimalBelowTheLimit) {
    // For counts that are powers of two, code lengths follow from their logarithms.
    EXPECT_EQ(code_lengths({8, 4, 2, 1, 1}, 15), (std::vector<std::uint8_t>{1, 2, 3, 4, 4}));
    EXPECT_EQ(code_lengths({0, 5, 0}, 15), (std::vector<std::uint8_t>{0, 1, 0}));
    EXPECT_EQ(code_lengths({0, 0}, 15), (std::vector<std::uint8_t>{1, 0}));
}

} // namespace
} // namespace ecgpress
