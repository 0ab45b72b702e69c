#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <limits>

#include "core/program/nearest_name.hpp"

namespace ecgpress {
namespace {

const std::vector<std::string> k_keys{"seed",          "source",     "shard",        "release",
                                      "row_height_mm", "margins_mm", "font_size_mm", "dpi"};

TEST(NearestName, NearestNameFindsTypingErrors) {
    EXPECT_EQ(nearest_name("sede", k_keys), "seed");
    EXPECT_EQ(nearest_name("seeds", k_keys), "seed");
    EXPECT_EQ(nearest_name("SEED", k_keys), "seed");
    EXPECT_EQ(nearest_name("sourcs", k_keys), "source");
    EXPECT_EQ(nearest_name("relase", k_keys), "release");
    EXPECT_EQ(nearest_name("row_height", k_keys), "row_height_mm");
    EXPECT_EQ(nearest_name("row_hight_mm", k_keys), "row_height_mm");
    EXPECT_EQ(nearest_name("font", k_keys), "font_size_mm");
    EXPECT_EQ(nearest_name("dip", k_keys), "dpi");
    EXPECT_EQ(nearest_name("dpi ", k_keys), "dpi");
}

TEST(NearestName, NearestNameIgnoresDissimilarNames) {
    for (const char* name : {"", "x", "colour", "artifacts", "se", "12345678"}) {
        EXPECT_EQ(nearest_name(name, k_keys), "") << name;
    }
    EXPECT_EQ(nearest_name("seed", {}), "");
}

TEST(NearestName, OneEditIsAlwaysFoundInLongNames) {
    for (const std::string& key : k_keys) {
        if (key.size() < 4) continue;
        for (std::size_t at = 0; at < key.size(); ++at) {
            std::string missing = key, changed = key, doubled = key;
            missing.erase(at, 1);
            changed[at] = '#';
            doubled.insert(at, 1, '#');
            for (const std::string& name : {missing, changed, doubled}) {
                EXPECT_EQ(nearest_name(name, k_keys), key) << name;
            }
        }
    }
}

} // namespace
} // namespace ecgpress
