// What a configuration asks for that has no effect or does harm, though it is no error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/advice/warning.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// All that is odd about a configuration. Only what was really set is spoken of: a key that has its
/// default, or its look's, is not.
std::vector<Warning> warnings_of(const Config& config);

/// What is wrong with so many files in a release of this format, and with so many in one folder.
std::vector<Warning> too_many_files(const ReleaseSettings& release, std::uint64_t files,
                                    std::uint64_t in_one_folder);

} // namespace ecgpress
