// How many pages, crops and files a release will hold, told from the configuration alone.
#pragma once

#include <cstdint>

#include "pipeline/config/config.hpp"

namespace ecgpress {

/// After caps. Where only one half of the overlap dataset is capped, crops are at most so many.
struct PlannedCounts {
    std::uint64_t pages = 0, leads = 0;            ///< all that is printed
    std::uint64_t kept_pages = 0;                  ///< pages of which something is in a dataset
    std::uint64_t digitization = 0, detection = 0; ///< pages
    std::uint64_t segmentation = 0, overlap = 0;   ///< crops
    std::uint64_t files = 0;
    std::uint64_t fullest_folder = 0; ///< entries of the folder that has the most

    double share(std::uint64_t PlannedCounts::*kept, std::uint64_t PlannedCounts::*all) const {
        return this->*all == 0 ? 0.0
                               : static_cast<double>(this->*kept) / static_cast<double>(this->*all);
    }
};

/// Printed leads of a page, rhythm strips too.
std::uint64_t leads_a_page(const Config& config, const PageGroup& group, std::size_t layout);

/// What one group gives to the release. Its `fullest_folder` is 0.
PlannedCounts count_release(const Config& config, const PageGroup& group);
/// The whole release of format `folders`, its tables and texts too.
PlannedCounts count_release(const Config& config);

} // namespace ecgpress
