// The failures of a run as a release lists them: each reason of a record once, with the first page.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// A shard has a failure for each page and record. A record that is a candidate of many pages would
/// fill a list with the same line.
class FailureList {
  public:
    /// Adds failures in the order of pages. Those of pages that do not exist are all listed.
    void add(const std::vector<Failure>& failures);
    const std::vector<Failure>& listed() const { return listed_; }

  private:
    std::set<std::pair<std::string, std::string>> known_; ///< records with kind_of() their failures
    std::vector<Failure> listed_;
};

} // namespace ecgpress
