// Warnings about valid settings that have no effect or are harmful.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/plan/plan.hpp"

namespace ecgpress {

/// All warnings about a configuration. Only keys that differ from their default, or from their
/// look's value, are reported.
std::vector<Warning> warnings_of(const Config& config);

/// Warnings about splits whose records are on 100 or more pages each.
std::vector<Warning> reused_records(const Config& config, const Plan& plan);

/// Warnings if a `folder` release has more than 1,000,000 files, or more than 100,000 in one
/// folder.
std::vector<Warning> too_many_files(const ReleaseSettings& release, std::uint64_t files,
                                    std::uint64_t in_one_folder);

} // namespace ecgpress
