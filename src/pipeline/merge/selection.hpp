// Which pages and crops of a run go into its release: the first N in page order where a group caps
// a dataset.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Walks over all pages in page order and counts.
class Selector {
  public:
    explicit Selector(const Config& config);

    /// The counts so far, one text; restore() goes on from there, on any rank.
    std::string state() const;
    void restore(const std::string& state);

    /// What of the next page is kept.
    PageSelection select(const PageRow& page, const std::vector<LeadRow>& leads);
    /// After the last page: caps that could not be filled, each with how many more pages its group
    /// needs, one a line.
    std::vector<std::string> shortfalls() const;

  private:
    /// Of one group: pages seen, and of each kind that can be capped how many were offered.
    struct Counts {
        std::uint64_t pages = 0, digitization = 0, detection = 0, segmentation = 0,
                      with_overlap = 0, without_overlap = 0;
    };

    std::size_t group_of(const PageRow& page) const;

    const Config& config_;
    std::vector<Counts> counts_;
};

} // namespace ecgpress
