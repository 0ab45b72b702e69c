// Curves, fields as rows, and chains of row filters, against plain formulas.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <utility>
#include <vector>

#include "core/image.hpp"
#include "core/random.hpp"
#include "render/filters/curves.hpp"
#include "render/filters/gain.hpp"
#include "render/filters/row_chain.hpp"

namespace ecgpress {
namespace {

TEST(Curves, FadingIsTheExponential) {
    EXPECT_EQ(fading(0), 1);
    EXPECT_EQ(fading(16), 0);
    EXPECT_EQ(fading(1e30F), 0);
    for (int i = 0; i < 16'000; ++i) {
        const double x = i * 1e-3, wanted = std::exp(-x);
        EXPECT_NEAR(fading(static_cast<float>(x)), wanted, 2e-5 * wanted) << x;
    }
}

TEST(Curves, GammaIsThePower) {
    EXPECT_EQ(gamma_of(0), 0);
    for (int i = 1; i < 40'000; ++i) {
        const double x = i * 1e-4, wanted = std::pow(x, 1 / 2.2);
        EXPECT_NEAR(gamma_of(static_cast<float>(x)), wanted, 5e-5 * wanted) << x;
    }
}

/// Vector code of another width must not change a bit.
TEST(Curves, RowsEqualSingleValues) {
    std::vector<float> values;
    Rng random(1, 0, "curves");
    for (int i = 0; i < 1003; ++i) values.push_back(static_cast<float>(random.uniform(0, 4)));
    std::vector<float> faded = values, encoded = values;
    fade(faded.data(), faded.size());
    encode_gamma(encoded.data(), encoded.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(faded[i], fading(values[i]));
        EXPECT_EQ(encoded[i], gamma_of(values[i]));
    }
}

TEST(FieldRows, InterpolateEachField) {
    constexpr int k_width = 61, k_height = 47;
    constexpr double k_units_per_px = 0.37, k_one = 4096;
    Rng random(2, 0, "rows");
    std::vector<Field> fields(3, Field(k_width * k_units_per_px, k_height * k_units_per_px, 0.8));
    for (Field& field : fields)
        for (float& value : field.values) value = static_cast<float>(random.uniform(0, 2));
    for (const auto of : {FieldRows::Of::value, FieldRows::Of::transmission}) {
        FieldRows three({&fields[0], &fields[1], &fields[2]}, k_width, k_units_per_px, k_one, of);
        FieldRows one({&fields[1]}, k_width, k_units_per_px, k_one, of);
        FieldRows repeated({&fields[1], &fields[1], &fields[1]}, k_width, k_units_per_px, k_one,
                           of);
        std::vector<Field> wanted = fields;
        if (of == FieldRows::Of::transmission)
            for (Field& field : wanted)
                for (float& value : field.values) value = std::exp(-value);
        for (int y = 0; y < k_height; ++y) {
            const FieldRow all = three.row(y), single = one.row(y), same = repeated.row(y);
            for (std::size_t x = 0; x < k_width; ++x)
                for (std::size_t c = 0; c < 3; ++c) {
                    const auto value = static_cast<double>(
                        wanted[c].at((static_cast<double>(x) + 0.5) * k_units_per_px,
                                     (y + 0.5) * k_units_per_px));
                    // Weights of cells are in 1/256 of a difference of up to 2.
                    EXPECT_NEAR(all[3 * x + c], k_one * value, k_one * 2 / 256 + 2);
                    EXPECT_EQ(same[3 * x + c], single[x]);
                    EXPECT_TRUE(c != 1 || all[3 * x + c] == single[x]);
                }
        }
    }
}

TEST(FieldRows, KnowRowsOfZero) {
    Field field(40, 40, 1);
    field.row(20)[7] = 0.1F;
    FieldRows rows({&field}, 40, 1, 4096, FieldRows::Of::transmission);
    for (const int y : {5, 5, 18, 19, 20, 21, 30, 20})
        EXPECT_EQ(rows.is_zero(y), y < 19 || y > 20) << y; // rows y and y + 1 of the field
}

/// The sum of a row and those `reach` above and below, modulo 256, one pixel to the right.
RowChain::Make sum_of(int reach, std::size_t bytes) {
    return [=](std::uint8_t* to, const std::uint8_t* const* rows, int) {
        for (std::size_t i = 0; i < bytes; ++i)
            to[i] = static_cast<std::uint8_t>(rows[0][i] + rows[-reach][i] + 2 * rows[reach][i] +
                                              rows[0][i + 3]);
    };
}

/// The same with a second image.
Image summed(const Image& image, int reach) {
    Image result = image;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            for (int c = 0; c < 3; ++c) {
                const auto at = [&](int dx, int dy) {
                    return image.row(std::clamp(
                        y + dy, 0, image.height - 1))[3 * std::min(x + dx, image.width - 1) + c];
                };
                result.row(y)[3 * x + c] = static_cast<std::uint8_t>(at(0, 0) + at(0, -reach) +
                                                                     2 * at(0, reach) + at(1, 0));
            }
    return result;
}

TEST(RowChain, EqualsFiltersOfWholeImages) {
    Rng random(3, 0, "chain");
    for (int round = 0; round < 200; ++round) {
        Image image(1 + static_cast<int>(random.below(9)), 1 + static_cast<int>(random.below(12)),
                    3);
        for (std::uint8_t& byte : image.pixels) byte = static_cast<std::uint8_t>(random.below(256));
        Image wanted = image;
        RowChain chain;
        for (std::uint64_t steps = random.below(5); steps > 0; --steps)
            if (random.below(2) == 0) {
                chain.add([bytes = image.stride()](std::uint8_t* row, int y) {
                    for (std::size_t i = 0; i < bytes; ++i)
                        row[i] = static_cast<std::uint8_t>(3 * row[i] + y);
                });
                for (int y = 0; y < wanted.height; ++y)
                    for (std::size_t i = 0; i < wanted.stride(); ++i)
                        wanted.row(y)[i] = static_cast<std::uint8_t>(3 * wanted.row(y)[i] + y);
            } else {
                const int reach = static_cast<int>(random.below(4));
                chain.add(reach, 1, sum_of(reach, image.stride()));
                wanted = summed(wanted, reach);
            }
        chain.run(image);
        ASSERT_EQ(image.pixels, wanted.pixels) << "round " << round;
    }
}

} // namespace
} // namespace ecgpress
