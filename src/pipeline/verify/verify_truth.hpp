// The part of verify that reads a page's truth back: is it right, and how well does it give the
// signals?
#pragma once

#include <string>

#include "dataset/shard/sample.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/checks/oracle.hpp"

namespace ecgpress {

/// Millivolts of a signal file, NaN for null; empty if it is no JSON array.
std::vector<double> signal_of(const std::string& json);

/// A lead's trace truth against its signal: one position a sample, gaps where the signal has them,
/// each y (of a distorted page: seen on the drawing) the signal's to rounding, columns in order and
/// flagged as steep or not.
Problems check_truth(const OracleLead& lead);

/// How well the pages of a release or a folder of shards are read back.
class OracleReport {
  public:
    void add(const OracleScores& page);
    void add(const OracleReport& other);

    /// A line a reading: pages, mean and worst; "" if there is none.
    std::string describe() const;

    std::string to_text() const; ///< for other ranks
    static OracleReport from_text(const std::string& text);

  private:
    struct Reading {
        double pages = 0, sum = 0, worst = std::numeric_limits<double>::infinity();
    };
    std::array<Reading, k_oracle_count> readings_;
};

} // namespace ecgpress
