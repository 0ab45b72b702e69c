// The plan of a page as text.
#pragma once

#include <string>

#include "pipeline/config/config.hpp"
#include "pipeline/plan/plan.hpp"

namespace ecgpress {

/// The plan as JSON with sorted keys, as stored with the page.
std::string plan_json(const PagePlan& plan, const Config& config);
/// The plan as human-readable YAML.
std::string plan_yaml(const PagePlan& plan, const Config& config);

} // namespace ecgpress
