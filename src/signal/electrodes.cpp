#include "signal/electrodes.hpp"

#include <algorithm>

namespace ecgpress {

std::array<double, k_lead_count> share_in_leads(Electrode electrode) {
    constexpr double k_half = 0.5, k_third = 1.0 / 3;
    switch (electrode) { //    I  II III aVR aVL aVF, V1 to V6
    case Electrode::RA:
        return {-1,       -1,       0,        1,        -k_half,  -k_half,
                -k_third, -k_third, -k_third, -k_third, -k_third, -k_third};
    case Electrode::LA:
        return {1,        0,        -1,       -k_half,  1,        -k_half,
                -k_third, -k_third, -k_third, -k_third, -k_third, -k_third};
    case Electrode::LL:
        return {0,        1,        1,        -k_half,  -k_half,  1,
                -k_third, -k_third, -k_third, -k_third, -k_third, -k_third};
    default:
        break;
    }
    std::array<double, k_lead_count> share{};
    share[index_of(Lead::V1) + static_cast<std::size_t>(electrode) -
          static_cast<std::size_t>(Electrode::V1)] = 1;
    return share;
}

void add_potential(Record& record, Electrode electrode, const std::vector<double>& potential_mv) {
    const auto share = share_in_leads(electrode);
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        std::vector<double>& values = record.leads_mv[lead];
        const std::size_t count = std::min(values.size(), potential_mv.size());
        if (share[lead] == 0) continue;
        for (std::size_t i = 0; i < count; ++i) values[i] += share[lead] * potential_mv[i];
    }
}

} // namespace ecgpress
