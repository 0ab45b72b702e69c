// Names of licences of data, as other programs and sites spell them.
#pragma once

#include <string>

namespace ecgpress {

/// A licence of its own, which no list contains.
constexpr const char* k_other_licence = "other";

std::string in_lower_case(std::string text);

/// A licence in SPDX's spelling, as CITATION.cff needs it; empty if Citation File Format 1.2.0 does
/// not list it. @param licence  in lower case
std::string spdx_of(const std::string& licence);

/// A licence in the card of a repository of Hugging Face.
struct HubLicence {
    std::string id; ///< One that Hugging Face knows; "other" if it does not know the licence.
    std::string name,
        link; ///< Of a licence that it does not know; empty if it or its page is not known.
};
/// @param licence  an SPDX identifier in lower case
HubLicence hub_licence(const std::string& licence);

} // namespace ecgpress
