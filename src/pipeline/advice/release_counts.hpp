// Numbers of pages, crops and files in a release, computed from the configuration only.
#pragma once

#include <cstdint>
#include <iterator>

#include "dataset/formats/list.hpp"
#include "dataset/release/release_paths.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Numbers after caps. If only one of `with_overlap` and `without_overlap` is capped, `overlap` is
/// an upper bound, because the split depends on the rendered pages.
struct PlannedCounts {
    std::uint64_t pages = 0, leads = 0;            ///< all rendered pages and leads
    std::uint64_t kept_pages = 0;                  ///< pages with an item in any dataset
    std::uint64_t digitization = 0, detection = 0; ///< pages
    std::uint64_t segmentation = 0, overlap = 0;   ///< crops
    /// Pages with an image; those that may also have masks.
    std::uint64_t image_pages = 0, mask_pages = 0;
    std::uint64_t files = 0;
    std::uint64_t fullest_folder = 0; ///< entries of the largest folder

    double share(std::uint64_t PlannedCounts::*kept, std::uint64_t PlannedCounts::*all) const {
        return this->*all == 0 ? 0.0
                               : static_cast<double>(this->*kept) / static_cast<double>(this->*all);
    }
};

/// Files about a whole release in every format: k_every_release, tables that the configuration
/// requests, and SHA256SUMS.
std::uint64_t release_texts(const Config& config);

/// One group's part of the release. Its `fullest_folder` is 0.
PlannedCounts count_release(const Config& config, const PageGroup& group);
/// The complete release in the `folder` format, including tables and texts.
PlannedCounts count_release(const Config& config);
/// Whether a release of a format can have a page.
bool has_pages(const ReleaseFormat& format, const PlannedCounts& counts);

} // namespace ecgpress
