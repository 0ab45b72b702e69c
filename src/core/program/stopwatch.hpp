// Wall time of a step, for reports and estimates.
#pragma once
#include <chrono>

namespace ecgpress {

/// Wall time since it was made.
class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace ecgpress
