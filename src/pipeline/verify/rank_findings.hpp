// What one rank is asked to verify, its share of it, and what it found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "parallel/communicator.hpp"
#include "pipeline/verify/problem_list.hpp"
#include "pipeline/verify/verify_truth.hpp"

namespace ecgpress {

struct VerifySettings {
    bool oracle = false; ///< read every page back to signals, too
};

/// Which of a walk's items are this rank's: every size-th.
class Share {
  public:
    explicit Share(const Communicator& communicator)
        : rank_(static_cast<std::uint64_t>(communicator.rank())),
          size_(static_cast<std::uint64_t>(communicator.size())) {}
    bool next_is_mine() { return next_++ % size_ == rank_; }

  private:
    std::uint64_t rank_, size_, next_ = 0;
};

/// What one rank found.
struct RankFindings {
    std::uint64_t files = 0, pages = 0, crops = 0;
    ProblemList problems;
    OracleReport oracle;
    /// If digest.json states the pixels' root: "index split leaf" of each page image.
    std::vector<std::string> pixels;
};

} // namespace ecgpress
