// The part of verify that checks trace truth and summarizes the oracle's results.
#pragma once

#include <string>

#include "dataset/shard/sample.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/checks/oracle.hpp"

namespace ecgpress {

/// Millivolts of a signal file, NaN for null; empty if it is not a JSON array.
std::vector<double> signal_of(const std::string& json);

/// Checks a lead's trace truth against its signal: one position per sample, gaps where the signal
/// has gaps, each y equal to the signal's within rounding (on a distorted page: after mapping it
/// back to the undistorted page), and one steep flag per pixel column, 0 or 1.
Problems check_truth(const OracleLead& lead);

/// Oracle results over the pages of a release or a folder of shards.
class OracleReport {
  public:
    void add(const OracleScores& page);
    void add(const OracleReport& other);

    /// One line per reading with pages, mean and worst in dB; "" if there is none.
    std::string describe() const;

  private:
    struct Reading {
        double pages = 0, sum = 0, worst = std::numeric_limits<double>::infinity();
    };
    std::array<Reading, k_oracle_count> readings_;
};

} // namespace ecgpress
