// What a machine writes around the traces.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "page/page.hpp"

namespace ecgpress {

/// A panel's name as the style has it: "aVR", "AVR", "-aVR", "C1".
std::string printed_name(const Panel& panel, LeadNames names);

/// Columns of lines about a patient who does not exist: names, numbers and measurements are
/// invented and have nothing to do with the record.
std::vector<std::vector<std::string>> invented_header(HeaderForm form, Rng& random);

/// The page's speed, gain and filter as its traces have them; no word of a filter that is not
/// there. Empty if the style has no footer.
std::string footer_text(const PageStyle& style);

} // namespace ecgpress
