// Names of leads as recorders, archives and standards write them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

struct NamedLead {
    Lead lead = Lead::I;
    bool is_inverted = false; ///< the signal is the lead's with the opposite sign: "-aVR"
};

/// Finds the lead that a signal's name means. Case and blanks around a name do not matter. Known
/// are the standard names, also as "Lead V1", "ECG lead I" and "MDC_ECG_LEAD_AVR" (ISO/IEEE
/// 11073-10101), DI, DII, DIII, C1 to C6 for V1 to V6 (IEC 60601-2-25), and any of
/// them with "-" before it for the inverted lead.
class LeadLookup {
  public:
    LeadLookup() = default;
    /// @param own  further names and the lead of each (`source.lead_names`): {"DI": "I"}; they
    /// precede the known ones. @pre each value is a known name
    explicit LeadLookup(std::map<std::string, std::string> own);

    /// std::nullopt if the name means none of the twelve leads.
    std::optional<NamedLead> find(std::string_view name) const;

    /// As given.
    const std::map<std::string, std::string>& own() const { return own_; }

  private:
    std::map<std::string, std::string> own_;
    std::map<std::string, NamedLead> lead_of_; ///< by name in lower case without outer blanks
};

/// Advice for a missing lead: `Signals that are no leads: "V 6", "RESP". Set source.lead_names:
/// {"V 6": V6} if it is this one. `, or nothing if there are no such signals.
std::string lead_name_advice(Lead missing, const std::vector<std::string>& other_signals);

} // namespace ecgpress
