// The header of a page, whose content depends on the record.
#pragma once

#include "pipeline/config/config.hpp"
#include "pipeline/plan/plan.hpp"
#include "signal/record.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

/// The columns of lines above the traces; none if the style has no header. Measurements are of the
/// record as the source has it, from the time at which the page starts.
TextColumns page_header(const Config& config, const PagePlan& plan, const AboutRecord& about,
                        const Record& record);

} // namespace ecgpress
