// Compares a page's plan, as some formats store it, with its rows.
#pragma once

#include "codec/json.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// Compares what the plan and the rows both state: the page's place, its leads, scales and pen.
Problems check_plan(const Json& plan, const PageRows& rows);

} // namespace ecgpress
