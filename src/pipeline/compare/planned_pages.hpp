// The plans of a run's pages, made again from its configuration. They hardly depend on the
// recordings, so the source is not needed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "dataset/shard/sample.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

struct Config;
class Plan;

class PlannedPages {
  public:
    /// @param config  JSON of the run @throws ConfigError if it cannot be read
    explicit PlannedPages(const std::string& config);
    ~PlannedPages();
    PlannedPages(PlannedPages&&) noexcept;
    PlannedPages& operator=(PlannedPages&&) noexcept;

    /// Compares the plan that a page was stored with, and the size of its paper. Two values depend
    /// on recordings: the record on the page's back, which is not compared, and a row height that
    /// was chosen for a wanted overlap, which must be in its range.
    Problems compare(const PageRow& page, const std::string& plan_json) const;

    /// Compares a page's rows with its plan: its leads, scales, pen, time windows and positions on
    /// the drawing, and the size of an undistorted image.
    Problems compare(const PageRows& rows) const;

  private:
    std::unique_ptr<const Config> config_; ///< of plan_
    std::unique_ptr<const Plan> plan_;
};

/// @param version  of the program that planned the pages. No value if it is another one, whose
/// plans may be others, or if the configuration cannot be read.
std::optional<PlannedPages> planned_pages(const std::string& config, const std::string& version);

} // namespace ecgpress
