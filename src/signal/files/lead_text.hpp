// Leads as devices and hospitals name them in words and codes.
#pragma once

#include <optional>
#include <string>

#include "core/lead.hpp"

namespace ecgpress {

/// "I", "Lead aVR", "ECG lead V1", "Lead I (Einthoven)", "MDC_ECG_LEAD_V6".
std::optional<Lead> lead_in_text(const std::string& text);

/// The lead of a number of SCP-ECG (5.10 of its standard), which are also the codes of ISO 11073's
/// nomenclature: 1 for I, 2 for II, 3 to 8 for V1 to V6, 61 for III, 62 to 64 for aVR, aVL and aVF.
std::optional<Lead> lead_of_number(long long number);

} // namespace ecgpress
