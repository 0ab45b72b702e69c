// The lines of data.yaml that name the pages of each split, also if a split has none.
#include <gtest/gtest.h>

#include "dataset/formats/data_yaml.hpp"
#include "dataset/formats/nnunet_release.hpp"

namespace ecgpress {
namespace {

TEST(SplitLines, NameEachSplitWithPages) {
    EXPECT_EQ(split_lines({true, true, true}, "images/", ""),
              "train: images/train\nval: images/val\ntest: images/test\n");
    EXPECT_EQ(split_lines({true, true, false}, "", ".txt"), "train: train.txt\nval: val.txt\n");
}

/// Ultralytics requires train and val, and opens what val names.
TEST(SplitLines, ValAlwaysNamesPages) {
    EXPECT_EQ(split_lines({true, false, true}, "images/", ""),
              "train: images/train\n# No page is in val. Trainers require one and validate on the "
              "pages of train.\nval: images/train\ntest: images/test\n");
    EXPECT_EQ(split_lines({false, false, true}, "", ".txt"),
              "train: train.txt\n# No page is in val. Trainers require one and validate on the "
              "pages of test.\nval: test.txt\ntest: test.txt\n");
    EXPECT_EQ(split_lines({false, true, false}, "", ""), "train: train\nval: val\n");
}

TEST(NnunetFold, HasNoEmptyList) {
    for (const SplitFlags& has : {SplitFlags{true, true, false}, SplitFlags{true, false, false},
                                  SplitFlags{false, true, true}})
        for (const Split split : {Split::train, Split::val})
            EXPECT_TRUE(has.at(static_cast<std::size_t>(nnunet_cases_of(split, has))));
    EXPECT_EQ(nnunet_cases_of(Split::val, {true, true, true}), Split::val);
}

} // namespace
} // namespace ecgpress
