#include "signal/derived_leads.hpp"

#include <algorithm>

namespace ecgpress {

namespace {

/// A lead as a sum of I and II.
struct LimbLead {
    Lead lead;
    double of_i, of_ii;
};

constexpr LimbLead k_limb_leads[] = {
    {Lead::I, 1, 0},         {Lead::II, 0, 1},     {Lead::III, -1, 1},
    {Lead::aVR, -0.5, -0.5}, {Lead::aVL, 1, -0.5}, {Lead::aVF, -0.5, 1},
};

/// The factors of two leads whose sum is a third one.
struct Factors {
    double of_first, of_second;
};

/// Cramer's rule. No two limb leads are multiples of each other, so the determinant is not 0.
Factors solved(const LimbLead& first, const LimbLead& second, const LimbLead& wanted) {
    const double determinant = first.of_i * second.of_ii - first.of_ii * second.of_i;
    return {(wanted.of_i * second.of_ii - wanted.of_ii * second.of_i) / determinant,
            (first.of_i * wanted.of_ii - first.of_ii * wanted.of_i) / determinant};
}

} // namespace

void derive_limb_leads(Record& record) {
    const auto exists = [&](const LimbLead& limb) {
        return !record.leads_mv[index_of(limb.lead)].empty();
    };
    const auto* const end = std::end(k_limb_leads);
    const auto* const first = std::find_if(std::begin(k_limb_leads), end, exists);
    const auto* const second = first == end ? end : std::find_if(first + 1, end, exists);
    if (second == end) return;
    const std::vector<double>&first_mv = record.lead_mv(first->lead),
          &second_mv = record.lead_mv(second->lead);
    for (const LimbLead& wanted : k_limb_leads) {
        std::vector<double>& values = record.leads_mv[index_of(wanted.lead)];
        if (!values.empty()) continue;
        const Factors factors = solved(*first, *second, wanted);
        values.resize(first_mv.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = factors.of_first * first_mv[i] + factors.of_second * second_mv[i] + 0.0;
        record.is_derived[index_of(wanted.lead)] = true;
    }
}

} // namespace ecgpress
