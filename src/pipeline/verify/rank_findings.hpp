// Settings, share and findings of one rank of verify.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "parallel/communicator.hpp"
#include "pipeline/verify/problem_list.hpp"
#include "pipeline/verify/verify_truth.hpp"

namespace ecgpress {

struct VerifySettings {
    bool oracle = false; ///< also digitize every page and compare with its signals
};

/// Assigns items of a sequence to ranks: rank r checks items r, r + size, r + 2 size ... All ranks
/// must walk over the same sequence.
class Share {
  public:
    explicit Share(const Communicator& communicator)
        : rank_(static_cast<std::uint64_t>(communicator.rank())),
          size_(static_cast<std::uint64_t>(communicator.size())) {}
    bool next_is_mine() { return next_++ % size_ == rank_; }

  private:
    std::uint64_t rank_, size_, next_ = 0;
};

/// Findings of one rank.
struct RankFindings {
    std::uint64_t files = 0, pages = 0, crops = 0;
    ProblemList problems;
    OracleReport oracle;
    /// "index split leaf" of each page image, if digest.json contains pixels_root; otherwise empty.
    std::vector<std::string> pixels;

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.files, self.pages, self.crops, self.problems, self.oracle,
                        self.pixels);
    }
};

} // namespace ecgpress
