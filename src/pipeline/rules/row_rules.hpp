// Compares the rows of a page in manifest.csv and leads.csv with each other and with the
// configuration in logs.json. No other file is read.
#pragma once

#include <map>
#include <string>

#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

/// Compares a page's row with the configuration, and its leads' rows with it and with each other.
void check_rows(const PageRows& rows, const StatedConfig& stated, const Report& report);

/// Facts of records that must be the same on all their pages.
class RecordRules {
  public:
    /// Call for each page in page order.
    void add(const ManifestRow& page, const Report& report);

  private:
    struct Facts {
        std::string texts; ///< patient and all facts of the source
        double rate_hz = 0;
    };
    std::map<std::string, Facts> records_;
    std::map<std::uint64_t, std::string> sheets_; ///< record of each sheet that others may show
};

} // namespace ecgpress
