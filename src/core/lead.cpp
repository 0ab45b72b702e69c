#include "core/lead.hpp"

#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::array<const char*, k_lead_count> k_lead_names{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                             "V1", "V2", "V3",  "V4",  "V5",  "V6"};
constexpr std::array<const char*, k_split_count> k_split_names{"train", "val", "test"};

} // namespace

const std::array<Lead, k_lead_count>& all_leads() {
    static constexpr std::array<Lead, k_lead_count> leads{
        Lead::I,  Lead::II, Lead::III, Lead::aVR, Lead::aVL, Lead::aVF,
        Lead::V1, Lead::V2, Lead::V3,  Lead::V4,  Lead::V5,  Lead::V6};
    return leads;
}

const char* name_of(Lead lead) {
    return k_lead_names[index_of(lead)];
}

std::optional<Lead> parse_lead(std::string_view name) {
    const std::string wanted = lower_case(trimmed(name));
    for (const Lead lead : all_leads()) {
        if (wanted == lower_case(name_of(lead))) return lead;
    }
    return std::nullopt;
}

const char* name_of(Split split) {
    return k_split_names[static_cast<std::size_t>(split)];
}

std::optional<Split> parse_split(std::string_view name) {
    for (std::size_t i = 0; i < k_split_count; ++i) {
        if (name == k_split_names[i]) return static_cast<Split>(i);
    }
    return std::nullopt;
}

} // namespace ecgpress
