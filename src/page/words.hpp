// Texts that an ECG machine prints around the traces.
#pragma once

#include <string>

#include "page/page.hpp"

namespace ecgpress {

/// The printed name of a panel in this style: "aVR", "AVR", "-aVR", "C1".
std::string printed_name(const Panel& panel, LeadNames names);

/// The footer with the speed, gain and filters of the traces; filters that are not applied are not
/// listed. Empty if the style has no footer.
std::string footer_text(const PageStyle& style);

} // namespace ecgpress
