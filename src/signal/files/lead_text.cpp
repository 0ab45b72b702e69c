#include "signal/files/lead_text.hpp"

namespace ecgpress {

std::optional<NamedLead> lead_in_text(const std::string& text, const LeadLookup& names) {
    const auto lead = names.find(text);
    return lead ? lead : names.find(text.substr(0, text.find('(')));
}

std::optional<Lead> lead_of_number(long long number) {
    constexpr struct {
        int number;
        Lead lead;
    } leads[] = {{1, Lead::I},    {2, Lead::II},   {3, Lead::V1},   {4, Lead::V2},
                 {5, Lead::V3},   {6, Lead::V4},   {7, Lead::V5},   {8, Lead::V6},
                 {61, Lead::III}, {62, Lead::aVR}, {63, Lead::aVL}, {64, Lead::aVF}};
    for (const auto& row : leads)
        if (row.number == number) return row.lead;
    return std::nullopt;
}

} // namespace ecgpress
