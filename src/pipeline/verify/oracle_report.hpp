// Summarizes the results of the oracle.
#pragma once

#include <array>
#include <limits>
#include <string>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Oracle results over the pages of a release or a folder of shards.
class OracleReport {
  public:
    void add(const OracleScores& page);
    void add(const OracleReport& other);

    /// One line per reading with pages, mean and worst in dB; "" if there is none.
    /// @param source  what was read: the shards or a release
    std::string describe(const std::string& source) const;

  private:
    struct Reading {
        double pages = 0, sum = 0, worst = std::numeric_limits<double>::infinity();
    };
    std::array<Reading, k_oracle_count> readings_;
};

} // namespace ecgpress
