#include <gtest/gtest.h>

#include "signal/electrodes.hpp"

namespace ecgpress {
namespace {

TEST(Electrodes, LeadsStayConsistent) {
    for (std::size_t e = 0; e < k_electrode_count; ++e) {
        Record record;
        for (auto& lead : record.leads_mv) lead.assign(3, 0.0);
        add_potential(record, static_cast<Electrode>(e), {0.0, 1.0, -2.0});
        const auto lead = [&](Lead name) { return record.lead_mv(name)[1]; };
        EXPECT_DOUBLE_EQ(lead(Lead::I) + lead(Lead::III), lead(Lead::II)) << e; // Einthoven's law
        EXPECT_DOUBLE_EQ(lead(Lead::aVR), -(lead(Lead::I) + lead(Lead::II)) / 2) << e;
        EXPECT_DOUBLE_EQ(lead(Lead::aVL), (lead(Lead::I) - lead(Lead::III)) / 2) << e;
        EXPECT_DOUBLE_EQ(lead(Lead::aVF), (lead(Lead::II) + lead(Lead::III)) / 2) << e;
        EXPECT_EQ(record.lead_mv(Lead::V1)[0], 0) << e;
        EXPECT_DOUBLE_EQ(record.lead_mv(Lead::V1)[2], -2 * lead(Lead::V1)) << e;
    }
}

TEST(Electrodes, AChestElectrodeIsInItsOwnLeadOnly) {
    const auto share = share_in_leads(Electrode::V4);
    for (std::size_t lead = 0; lead < k_lead_count; ++lead)
        EXPECT_EQ(share[lead], lead == index_of(Lead::V4) ? 1 : 0);
}

TEST(Electrodes, MissingLeadsStayMissing) {
    Record record;
    record.leads_mv[index_of(Lead::I)].assign(2, 0.0);
    add_potential(record, Electrode::LA, {1.0, 1.0});
    EXPECT_TRUE(record.lead_mv(Lead::V1).empty());
    EXPECT_EQ(record.lead_mv(Lead::I), (std::vector<double>{1, 1}));
}

} // namespace
} // namespace ecgpress
