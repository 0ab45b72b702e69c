#include "signal/lead_lookup.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/printable.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Before the lead's name, in lower case.
constexpr std::array<std::string_view, 6> k_prefixes{"mdc_ecg_lead_", "ecg lead ", "ecg_lead_",
                                                     "lead ",         "lead_",     "ecg "};

/// Names that are not one of the twelve standard ones.
struct OtherName {
    std::string_view name;
    Lead lead;
};
constexpr std::array<OtherName, 9> k_other_names{{{"di", Lead::I},
                                                  {"dii", Lead::II},
                                                  {"diii", Lead::III},
                                                  {"c1", Lead::V1},
                                                  {"c2", Lead::V2},
                                                  {"c3", Lead::V3},
                                                  {"c4", Lead::V4},
                                                  {"c5", Lead::V5},
                                                  {"c6", Lead::V6}}};

std::string_view without_prefix(std::string_view name) {
    for (const std::string_view prefix : k_prefixes)
        if (name.substr(0, prefix.size()) == prefix) return name.substr(prefix.size());
    return name;
}

bool take_sign(std::string_view& name) {
    if (name.empty() || name.front() != '-') return false;
    name.remove_prefix(1);
    return true;
}

std::optional<NamedLead> known_lead(std::string_view lower_name) {
    bool is_inverted = take_sign(lower_name);
    lower_name = without_prefix(lower_name);
    if (!is_inverted) is_inverted = take_sign(lower_name);
    if (const auto lead = parse_lead(lower_name)) return NamedLead{*lead, is_inverted};
    for (const OtherName& other : k_other_names)
        if (lower_name == other.name) return NamedLead{other.lead, is_inverted};
    return std::nullopt;
}

} // namespace

LeadLookup::LeadLookup(std::map<std::string, std::string> own) : own_(std::move(own)) {
    for (const auto& [name, lead] : own_)
        if (const auto known = known_lead(lower_case(trimmed(lead))))
            lead_of_.emplace(lower_case(trimmed(name)), *known);
}

std::optional<NamedLead> LeadLookup::find(std::string_view name) const {
    const std::string wanted = lower_case(trimmed(name));
    const auto own = lead_of_.find(wanted);
    return own != lead_of_.end() ? own->second : known_lead(wanted);
}

std::string lead_name_advice(Lead missing, const std::vector<std::string>& other_signals) {
    constexpr std::size_t k_most_listed = 12;
    if (other_signals.empty()) return {};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(other_signals.size(), k_most_listed); ++i)
        names.push_back(concat('"', on_one_line(other_signals[i]), '"'));
    if (other_signals.size() > k_most_listed) names.emplace_back("...");
    const std::string nearest = nearest_name(name_of(missing), other_signals);
    return concat("Signals that are no leads: ", join(names, ", "), ". If one of them is ",
                  name_of(missing), ", set source.lead_names: {",
                  nearest.empty() ? "NAME" : concat('"', on_one_line(nearest), '"'), ": ",
                  name_of(missing), "}. ");
}

} // namespace ecgpress
