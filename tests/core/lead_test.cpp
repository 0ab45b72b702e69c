#include <cctype>
#include <gtest/gtest.h>
#include <set>

#include "core/lead.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

TEST(Lead, FollowsThePtbXlOrder) {
    std::string names;
    for (const Lead lead : all_leads()) names += concat(name_of(lead), ' ');
    EXPECT_EQ(names, "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6 ");
}

TEST(Lead, AvrIsClassFourAndAvlClassFive) {
    EXPECT_EQ(name_class_of(Lead::I), 1);
    EXPECT_EQ(name_class_of(Lead::aVR), 4);
    EXPECT_EQ(name_class_of(Lead::aVL), 5);
    EXPECT_EQ(name_class_of(Lead::V6), 12);
    std::set<int> classes;
    for (const Lead lead : all_leads()) {
        classes.insert(name_class_of(lead));
        EXPECT_EQ(all_leads()[index_of(lead)], lead);
    }
    EXPECT_EQ(classes.size(), k_lead_count);
}

TEST(Lead, IsFoundByNameInAnyCase) {
    for (const Lead lead : all_leads()) {
        std::string upper = name_of(lead);
        for (char& letter : upper) letter = static_cast<char>(std::toupper(letter));
        for (const std::string& name : {std::string(name_of(lead)), upper, lower_case(upper)}) {
            EXPECT_EQ(parse_lead(name), lead) << name;
            EXPECT_EQ(parse_lead("  " + name + "\t\r"), lead) << name;
        }
    }
}

TEST(Lead, OtherNamesAreNotLeads) {
    for (const char* name :
         {"", " ", "IV", "IIII", "V", "V0", "V7", "V1 2", "MLII", "avR2", "a VR"}) {
        EXPECT_FALSE(parse_lead(name)) << name;
    }
}

TEST(Split, ReadsWhatItPrints) {
    for (const Split split : {Split::train, Split::val, Split::test}) {
        EXPECT_EQ(parse_split(name_of(split)), split);
    }
    EXPECT_FALSE(parse_split("valid"));
    EXPECT_FALSE(parse_split(""));
}

} // namespace
} // namespace ecgpress
