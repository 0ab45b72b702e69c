// Compares the pages of a release with the counts and caps of the configuration.
#pragma once

#include <array>
#include <map>
#include <string>

#include "dataset/release/page_filter.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

class PlanRules {
  public:
    explicit PlanRules(const ComparedRelease& release)
        : release_(release), only_(release.stated.settings.only) {}

    /// Call for each page in page order.
    void add(const PageRows& rows);
    /// Call after the last page.
    void finish();

  private:
    /// Items that a group offers to the datasets that can be capped.
    struct Group {
        std::map<std::string, std::uint64_t> offered; ///< key of `caps` -> candidates so far
        std::map<std::string, std::array<std::uint64_t, k_split_count>> pages; ///< by layout
    };

    /// Counts a candidate and compares whether it was taken with the group's cap.
    void compare(const PageRows& rows, const char* cap, const std::string& what, bool is_taken);
    bool has_all_pages() const;

    const ComparedRelease& release_;
    PageFilter only_;
    std::map<std::string, Group> groups_;
};

} // namespace ecgpress
