// The header of a planned page. What it states about the record is not known before the record is
// read.
#pragma once

#include <functional>

#include "page/header_text.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/plan/plan.hpp"

namespace ecgpress {

/// True if the header has measurements and statements of the record, not invented ones.
bool header_states_record(const Config& config, const PagePlan& plan);

/// The columns of lines above the traces; none if the style has no header.
/// @param of_record  gives the content if header_states_record()
TextColumns planned_header(const Config& config, const PagePlan& plan,
                           const std::function<HeaderContent()>& of_record);

} // namespace ecgpress
