#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "core/error.hpp"
#include "core/random.hpp"
#include "pipeline/plan_cases.hpp"

namespace ecgpress {
namespace {

using namespace plan_cases;

TEST(Splits, FollowPtbXlsFolds) {
    for (int fold = 1; fold <= 10; ++fold) {
        const Split wanted = fold == 10 ? Split::test : fold == 9 ? Split::val : Split::train;
        EXPECT_EQ(split_of({"r", "p", fold}), wanted);
    }
}

TEST(Splits, WithoutFoldsAreByPatientInTheSameProportions) {
    std::array<int, k_split_count> found{};
    for (int i = 0; i < 10000; ++i) {
        const std::string patient = concat("patient", i);
        const Split split = split_of({"a", patient, 0});
        EXPECT_EQ(split, split_of({"b", patient, 0}));
        ++found[static_cast<std::size_t>(split)];
    }
    EXPECT_NEAR(found[0], 8000, 200);
    EXPECT_NEAR(found[1], 1000, 150);
    EXPECT_NEAR(found[2], 1000, 150);
}

/// Guarantee 5, also where a patient's records differ in fold or some have none.
TEST(Splits, NoPatientIsInTwo) {
    const Config config = plan_config();
    for (std::uint64_t trial = 0; trial < 20; ++trial) {
        Rng draw(3, trial, "folds");
        std::vector<RecordInfo> catalogue;
        for (int i = 0; i < 400; ++i)
            catalogue.push_back(
                {concat("r", i), concat("p", draw.below(100)), static_cast<int>(draw.below(11))});
        const Plan plan(config, catalogue);
        std::map<std::string, Split> split_of_patient;
        std::size_t records = 0;
        for (const Split split : {Split::train, Split::val, Split::test})
            for (const std::size_t i : plan.records(split)) {
                ++records;
                EXPECT_EQ(split_of_patient.try_emplace(catalogue[i].patient, split).first->second,
                          split);
            }
        EXPECT_EQ(records, catalogue.size());
        for (const RecordInfo& record :
             catalogue) { // the first record of a patient determines the split
            const auto patient = split_of_patient.extract(record.patient);
            if (patient) {
                EXPECT_EQ(patient.mapped(), split_of(record));
            }
        }
    }
}

TEST(Splits, AnEmptyOneIsAnErrorWithARemedy) {
    const Config config = plan_config();
    auto catalogue = catalogue_of(300);
    catalogue.erase(std::remove_if(catalogue.begin(), catalogue.end(),
                                   [](const RecordInfo& record) { return record.fold == 9; }),
                    catalogue.end());
    try {
        const Plan plan(config, catalogue);
        FAIL();
    } catch (const ConfigError& error) {
        const std::string text = error.what();
        for (const std::string part : {"73 pages", "split val", "fold 9", "val: 0"})
            EXPECT_NE(text.find(part), std::string::npos) << text;
        EXPECT_EQ(text.find("split train"), std::string::npos) << text;
    }
    const Config no_val =
        plan_config({"pages.one.count={train: 9, test: 2}", "pages.two.count={train: 1}"});
    EXPECT_NO_THROW(Plan(no_val, catalogue));
}

} // namespace
} // namespace ecgpress
