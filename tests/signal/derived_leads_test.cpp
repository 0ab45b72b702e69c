#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#include "core/random.hpp"
#include "signal/derived_leads.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_limb_leads = 6, k_derived_samples = 200;

/// All twelve leads, the limb leads by the textbook's formulas.
Record consistent_record(std::uint64_t seed) {
    Record record;
    record.rate_hz = 500;
    Rng random(0, seed, "derived leads");
    for (std::size_t i = 0; i < k_derived_samples; ++i) {
        const double one = random.uniform(-3, 3), two = random.uniform(-3, 3);
        const double limb[] = {one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2};
        for (std::size_t lead = 0; lead < k_limb_leads; ++lead)
            record.leads_mv[lead].push_back(limb[lead]);
        for (std::size_t lead = k_limb_leads; lead < k_lead_count; ++lead)
            record.leads_mv[lead].push_back(random.uniform(-3, 3));
    }
    return record;
}

TEST(DerivedLeads, AnyTwoLimbLeadsGiveTheOthers) {
    for (std::size_t a = 0; a < k_limb_leads; ++a)
        for (std::size_t b = a + 1; b < k_limb_leads; ++b) {
            const Record whole = consistent_record(10 * a + b);
            Record partial = whole;
            for (std::size_t lead = 0; lead < k_limb_leads; ++lead)
                if (lead != a && lead != b) partial.leads_mv[lead].clear();
            derive_limb_leads(partial);
            for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
                const bool was_missing = lead < k_limb_leads && lead != a && lead != b;
                EXPECT_EQ(partial.is_derived[lead], was_missing);
                ASSERT_EQ(partial.leads_mv[lead].size(), k_derived_samples);
                for (std::size_t i = 0; i < k_derived_samples; ++i)
                    EXPECT_NEAR(partial.leads_mv[lead][i], whole.leads_mv[lead][i],
                                was_missing ? 1e-13 : 0);
            }
        }
}

TEST(DerivedLeads, FromIAndIITheyAreTheTextbooksFormulas) {
    Record record = consistent_record(1);
    for (std::size_t lead = 2; lead < k_limb_leads; ++lead) record.leads_mv[lead].clear();
    derive_limb_leads(record);
    for (std::size_t i = 0; i < k_derived_samples; ++i) {
        const double one = record.lead_mv(Lead::I)[i], two = record.lead_mv(Lead::II)[i];
        EXPECT_EQ(record.lead_mv(Lead::III)[i], two - one);
        EXPECT_EQ(record.lead_mv(Lead::aVR)[i], -(one + two) / 2);
        EXPECT_EQ(record.lead_mv(Lead::aVL)[i], one - two / 2);
        EXPECT_EQ(record.lead_mv(Lead::aVF)[i], two - one / 2);
    }
}

TEST(DerivedLeads, GapsStayGapsAndRecordedLeadsAreNotChanged) {
    Record record = consistent_record(2);
    record.leads_mv[index_of(Lead::aVF)].clear();
    record.leads_mv[index_of(Lead::II)][7] = std::numeric_limits<double>::quiet_NaN();
    record.leads_mv[index_of(Lead::III)][9] = 99; // contradicts I and II, but was recorded
    derive_limb_leads(record);
    EXPECT_TRUE(std::isnan(record.lead_mv(Lead::aVF)[7]));
    EXPECT_FALSE(std::isnan(record.lead_mv(Lead::aVF)[8]));
    EXPECT_EQ(record.lead_mv(Lead::III)[9], 99);
    EXPECT_FALSE(record.is_derived[index_of(Lead::III)]);
}

TEST(DerivedLeads, OneLimbLeadGivesNothing) {
    Record record = consistent_record(3);
    for (std::size_t lead = 0; lead < k_limb_leads; ++lead)
        if (lead != index_of(Lead::aVL)) record.leads_mv[lead].clear();
    derive_limb_leads(record);
    EXPECT_TRUE(record.lead_mv(Lead::I).empty());
    EXPECT_FALSE(record.is_derived[index_of(Lead::I)]);
}

} // namespace
} // namespace ecgpress
