#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "signal/lead_lookup.hpp"

namespace ecgpress {
namespace {

void expect_lead(const LeadLookup& lookup, const std::string& name, Lead lead, bool is_inverted) {
    for (const std::string& written : {name, lower_case(name), "  " + name + " \t"}) {
        const auto found = lookup.find(written);
        ASSERT_TRUE(found) << written;
        EXPECT_EQ(found->lead, lead) << written;
        EXPECT_EQ(found->is_inverted, is_inverted) << written;
    }
}

TEST(LeadLookup, KnowsTheNamesOfStandardsAndArchives) {
    const LeadLookup lookup;
    for (const Lead lead : all_leads()) {
        const std::string name = name_of(lead);
        for (const char* prefix : {"", "MDC_ECG_LEAD_", "ECG lead ", "Lead ", "ECG_lead_"})
            for (const bool is_inverted : {false, true}) {
                const std::string sign = is_inverted ? "-" : "";
                expect_lead(lookup, concat(prefix, sign, name), lead, is_inverted);
                expect_lead(lookup, concat(sign, prefix, name), lead, is_inverted);
            }
    }
    expect_lead(lookup, "DI", Lead::I, false);
    expect_lead(lookup, "DII", Lead::II, false);
    expect_lead(lookup, "DIII", Lead::III, false);
    expect_lead(lookup, "AVL", Lead::aVL, false);
    for (int i = 1; i <= 6; ++i)
        expect_lead(lookup, concat("C", i), static_cast<Lead>(index_of(Lead::V1) + i - 1), false);
}

TEST(LeadLookup, GuessesNothing) {
    const LeadLookup lookup;
    for (const char* name :
         {"",     "-", "--I",           "I I",  "MLII",  "V7", "V3R", "C7", "C",  "aV",
          "RESP", "1", "MDC_ECG_LEAD_", "lead", "V1 V2", "IV", "DIV", "VI", "VF", "I-"})
        EXPECT_FALSE(lookup.find(name)) << name;
}

TEST(LeadLookup, OwnNamesPrecedeKnownOnes) {
    const LeadLookup lookup({{"MLII", "II"}, {"V 1", "V1"}, {"C1", "V2"}, {"R", "-aVR"}});
    expect_lead(lookup, "MLII", Lead::II, false);
    expect_lead(lookup, "V 1", Lead::V1, false);
    expect_lead(lookup, "C1", Lead::V2, false);
    expect_lead(lookup, "R", Lead::aVR, true);
    expect_lead(lookup, "V3", Lead::V3, false);
}

TEST(LeadLookup, AdviceListsTheSignalsAndTheNearestName) {
    EXPECT_EQ(lead_name_advice(Lead::V6, {}), "");
    EXPECT_EQ(lead_name_advice(Lead::V6, {"RESP", "V 6"}),
              "Signals that are no leads: \"RESP\", \"V 6\". If one of them is V6, set "
              "source.lead_names: {\"V 6\": V6}. ");
}

} // namespace
} // namespace ecgpress
