// The two halves of verify, and the list of problems that they fill.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "parallel/communicator.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/verify.hpp"

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

/// What one rank found.
struct VerifyPart {
    std::uint64_t files = 0, pages = 0, crops = 0;
    ProblemList problems;
};

/// Checks this rank's share of a release.
VerifyPart verify_release(const std::filesystem::path& release, const Communicator& communicator);

/// Checks this rank's share of a folder of shards.
VerifyPart verify_shards(const std::filesystem::path& shards, const Communicator& communicator);

} // namespace ecgpress
