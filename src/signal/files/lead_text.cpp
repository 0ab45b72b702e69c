#include "signal/files/lead_text.hpp"

#include "core/strings.hpp"

namespace ecgpress {

std::optional<Lead> lead_in_text(const std::string& text) {
    std::string name = lower_case(trimmed(text.substr(0, text.find('('))));
    for (const char* prefix : {"mdc_ecg_lead_", "ecg ", "lead ", "lead_"}) {
        const std::string start = prefix;
        if (name.compare(0, start.size(), start) == 0) name = trimmed(name.substr(start.size()));
    }
    return parse_lead(name);
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
