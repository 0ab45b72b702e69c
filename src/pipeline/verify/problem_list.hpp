// The problems that verify finds, counted.
#pragma once

#include <cstdint>
#include <string>

#include "pipeline/checks/label_rules.hpp"

namespace ecgpress {

/// Keeps the first thousand problems and counts them all.
class ProblemList {
  public:
    void add(const std::string& file, const std::string& problem);
    void add(const std::string& file, const Problems& problems);

    const Problems& first() const { return first_; }
    std::uint64_t count() const { return count_; }

  private:
    Problems first_;
    std::uint64_t count_ = 0;
};

} // namespace ecgpress
