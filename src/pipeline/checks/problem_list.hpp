// List and count of the problems that verify finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>

#include "pipeline/checks/label_rules.hpp"

namespace ecgpress {

/// Keeps the first 1000 problems and counts all. Control characters in file names and problems are
/// escaped, because the list is printed on a terminal.
class ProblemList {
  public:
    /// Bounds memory and output if every file is corrupt.
    static constexpr std::size_t k_most = 1000;

    void add(const std::string& file, const std::string& problem);
    void add(const std::string& file, const Problems& problems);

    const Problems& first() const { return first_; }
    std::uint64_t count() const { return count_; }

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.first_, self.count_);
    }

  private:
    Problems first_;
    std::uint64_t count_ = 0;
};

} // namespace ecgpress
