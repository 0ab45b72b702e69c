// Selects the pages and crops of a release: if a group caps a dataset, the first N in page order.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/page_filter.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Selects pages in page order and counts them.
class Selector {
  public:
    explicit Selector(const Config& config);

    /// The current counts as text. With restore() another rank continues from there.
    std::string state() const;
    void restore(const std::string& state);

    /// Selects the datasets and crops of the next page.
    /// Nothing of a page that `release.only` leaves out is selected, and it does not count.
    PageSelection select(const PageRow& page, const std::vector<LeadRow>& leads);
    /// Call after the last page: caps that were not reached, one per element, with the estimated
    /// number of additional pages.
    struct Shortfalls {
        std::vector<std::string> required, others; ///< by Caps::required
    };
    Shortfalls shortfalls() const;

  private:
    /// Counts of one group: pages, and candidates for each dataset that can be capped.
    struct Counts {
        std::uint64_t pages = 0, digitization = 0, detection = 0, segmentation = 0,
                      with_overlap = 0, without_overlap = 0;
    };

    std::size_t group_of(const PageRow& page) const;

    const Config& config_;
    PageFilter only_;
    std::vector<Counts> counts_;
};

} // namespace ecgpress
