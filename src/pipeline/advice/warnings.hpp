// What a configuration asks for that has no effect or does harm, though it is no error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/config/config.hpp"

namespace ecgpress {

struct Warning {
    std::string what, why, advice;

    /// "WHAT (WHY) ADVICE"
    std::string text() const;
};

/// All that is odd about a configuration. Only what was really set is spoken of: a key that has its
/// default, or its look's, is not.
std::vector<Warning> warnings_of(const Config& config);

/// Keys of styles that change nothing on any page they are set for.
std::vector<Warning> idle_style_keys(const Config& config);

/// What is wrong with so many files in a release of this format, and with so many in one folder.
std::vector<Warning> too_many_files(const ReleaseSettings& release, std::uint64_t files,
                                    std::uint64_t in_one_folder);

} // namespace ecgpress
