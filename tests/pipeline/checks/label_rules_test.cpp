#include <gtest/gtest.h>
#include <limits>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "pipeline/checks/label_rules.hpp"

namespace ecgpress {
namespace {

const std::string k_good =
    "0 0.500000 0.500000 0.250000 0.125000\n4 0.100000 0.200000 0.050000 0.020000\n";

TEST(Rules, AcceptValidYoloFiles) {
    EXPECT_TRUE(check_yolo(k_good, 1).empty());
    EXPECT_TRUE(check_yolo("", 0).empty());
    EXPECT_TRUE(check_yolo("0 0.500000 0.500000 1.000000 1.000000\n", 1).empty());
}

TEST(Rules, RejectEveryInvalidYoloFile) {
    const auto broken = [](const std::string& line) {
        return !check_yolo(k_good + line, 1).empty();
    };
    EXPECT_TRUE(broken("13 0.5 0.5 0.1 0.1\n"));
    EXPECT_TRUE(broken("-1 0.500000 0.500000 0.100000 0.100000\n"));
    EXPECT_TRUE(broken("1.5 0.500000 0.500000 0.100000 0.100000\n"));
    EXPECT_TRUE(broken("3 0.500000 0.500000 0.100000\n"));
    EXPECT_TRUE(broken("3 0.500000 0.500000 0.100000 0.100000 0.1\n"));
    EXPECT_TRUE(broken("3 0.50000 0.500000 0.100000 0.100000\n"));
    EXPECT_TRUE(broken("3 nan 0.500000 0.100000 0.100000\n"));
    EXPECT_TRUE(broken("3 0.980000 0.500000 0.100000 0.100000\n"));
    for (const std::string at_the_edge : {"0.050000", "0.950000"}) { // exceeds the page by 0.5e-6
        EXPECT_FALSE(broken("3 " + at_the_edge + " 0.500000 0.100000 0.100000\n"));
        EXPECT_TRUE(broken("3 " + at_the_edge + " 0.500000 0.100001 0.100000\n"));
        EXPECT_TRUE(broken("3 0.500000 " + at_the_edge + " 0.100000 0.100001\n"));
    }
    EXPECT_TRUE(broken("3 0.500000 0.500000 0.000000 0.100000\n"));
    EXPECT_TRUE(broken("3 0.500000 0.500000 0.100000 0.100000"));
    EXPECT_TRUE(broken("0 0.500000 0.500000 0.100000 0.100000\n")); // one trace too many
    EXPECT_FALSE(check_yolo(k_good, 2).empty());                    // one too few
    EXPECT_FALSE(broken("3 0.500000 0.500000 0.100000 0.100000\n"));
}

TEST(Rules, YoloFilesMayHaveTheClassesThatAreSet) {
    const LabelSettings strips{true, false, false}, page{false, false, true};
    const std::string line = "13 0.500000 0.500000 0.100000 0.100000\n";
    EXPECT_FALSE(check_yolo(k_good + line, 1).empty());
    EXPECT_TRUE(check_yolo(k_good + line, 2, strips).empty()) << "a strip is a trace";
    EXPECT_TRUE(check_yolo(k_good + line, 1, page).empty());
    EXPECT_FALSE(check_yolo(k_good + "14" + line.substr(2), 1, page).empty());
}

TEST(Rules, ASignalIsAnArrayOfItsLength) {
    EXPECT_TRUE(check_signal("[0.1,null,-3]", 3).empty());
    EXPECT_FALSE(check_signal("[0.1,null,-3]", 4).empty());
    EXPECT_FALSE(check_signal("[0.1,\"a\",-3]", 3).empty());
    EXPECT_FALSE(check_signal("{\"a\":1}", 1).empty());
    EXPECT_FALSE(check_signal("[0.1,nan]", 2).empty());
    EXPECT_FALSE(check_signal("", 0).empty());
}

TEST(Rules, RejectADeeplyNestedSignal) {
    const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
    EXPECT_FALSE(check_signal(deep, 1).empty());
    EXPECT_FALSE(check_signal("[[[1]],2]", 2).empty());
    EXPECT_TRUE(signal_of(deep).empty());
}

TEST(Rules, AnyCropSizeInTheTableCausesNoOverflow) {
    CropFacts facts{std::numeric_limits<int>::max(), std::numeric_limits<int>::max(), 4, {}};
    const Image crop(2, 2, 3), mask(2, 2, 1);
    EXPECT_EQ(check_crop(crop, facts).size(), 1U);
    EXPECT_EQ(check_mask(mask, facts).size(), 1U);
    EXPECT_EQ(check_binary_mask(mask, mask, facts).size(), 1U);
}

/// A crop and its matching masks.
struct Crop {
    Image image{40, 30, 3}, mask{40, 30, 1};
    CropFacts facts{40, 30, 1, 0};

    Crop() {
        Rng rng(1, 2, "mask");
        for (auto& value : mask.pixels)
            value = static_cast<std::uint8_t>(rng.below(4) == 0 ? rng.below(256) : 0);
        for (const auto value : mask.pixels) *facts.mask_ink_px += value > 0 ? 1 : 0;
    }
    Problems check(const Image& png, const Image& bmp) const {
        Problems problems = check_crop(image, facts);
        for (const Problems& found :
             {check_mask(decode_png(encode_png(png)), facts),
              check_binary_mask(decode_mask_bmp(encode_mask_bmp(bmp)), png, facts)})
            problems.insert(problems.end(), found.begin(), found.end());
        return problems;
    }
};

TEST(Rules, AcceptAMatchingCrop) {
    const Crop crop;
    EXPECT_TRUE(crop.check(crop.mask, crop.mask).empty());
}

TEST(Rules, RejectOneDifferentPixel) {
    const Crop crop;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Rng rng(seed, 0, "pixel");
        Image other = crop.mask;
        std::uint8_t& pixel = other.pixels[rng.below(other.pixels.size())];
        pixel = pixel >= k_mask_threshold ? 0 : 255;
        EXPECT_FALSE(crop.check(crop.mask, other).empty());
        EXPECT_FALSE(crop.check(other, crop.mask).empty());
    }
}

TEST(Rules, RejectACropOfAnotherSizeOrType) {
    const Crop crop;
    CropFacts facts = crop.facts;
    ++facts.width_px;
    const Image binary = decode_mask_bmp(encode_mask_bmp(crop.mask));
    EXPECT_TRUE(check_crop(crop.image, crop.facts).empty());
    EXPECT_FALSE(check_crop(crop.image, facts).empty());
    EXPECT_FALSE(check_crop(crop.mask, crop.facts).empty());
    EXPECT_TRUE(check_mask(crop.mask, crop.facts).empty());
    EXPECT_FALSE(check_mask(crop.mask, facts).empty());
    EXPECT_FALSE(check_mask(crop.image, crop.facts).empty());
    EXPECT_TRUE(check_binary_mask(binary, crop.mask, crop.facts).empty());
    EXPECT_FALSE(check_binary_mask(binary, crop.mask, facts).empty());
    EXPECT_FALSE(check_binary_mask(crop.mask, crop.mask, crop.facts).empty());
}

TEST(Rules, RejectAPageImageThatIsTruncatedOrOfAnotherSize) {
    Image page(64, 48, 3);
    for (std::size_t i = 0; i < page.pixels.size(); ++i)
        page.pixels[i] = static_cast<std::uint8_t>(i * 7);
    const Bytes jpeg = encode_jpeg(page, {}, 200);
    EXPECT_TRUE(check_page_image(decode_jpeg(jpeg), 64, 48).empty());
    EXPECT_FALSE(check_page_image(decode_jpeg(jpeg), 64, 47).empty());
    for (const std::size_t keep :
         {std::size_t{0}, std::size_t{2}, jpeg.size() / 2, jpeg.size() - 2}) {
        const Bytes cut(jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(keep));
        EXPECT_THROW(decode_jpeg(cut), DataError) << keep;
    }
}

} // namespace
} // namespace ecgpress
