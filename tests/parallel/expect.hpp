// Checks for programs that run under mpirun; each rank counts its own failures.
#pragma once

#include <cstdio>
#include <string>

namespace ecgpress {

class Expectations {
  public:
    explicit Expectations(int rank) : rank_(rank) {}

    void expect(bool holds, const std::string& what) {
        if (holds) return;
        ++failures_;
        std::fprintf(stderr, "rank %d: FAILED: %s\n", rank_, what.c_str());
    }
    /// Exit code for main: 0 if all checks passed.
    int exit_code() const { return failures_ == 0 ? 0 : 1; }

  private:
    int rank_;
    int failures_ = 0;
};

} // namespace ecgpress
