// Leads as devices and hospitals name them in words and codes.
#pragma once

#include <optional>
#include <string>

#include "signal/lead_lookup.hpp"

namespace ecgpress {

/// A name that `names` knows, also with an explanation: "Lead I (Einthoven)".
std::optional<NamedLead> lead_in_text(const std::string& text, const LeadLookup& names);

/// The lead of a number of SCP-ECG (5.10 of its standard), which are also the codes of ISO 11073's
/// nomenclature: 1 for I, 2 for II, 3 to 8 for V1 to V6, 61 for III, 62 to 64 for aVR, aVL and aVF.
std::optional<Lead> lead_of_number(long long number);

} // namespace ecgpress
