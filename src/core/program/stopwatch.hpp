// Wall time and CPU time of a step, for reports and estimates.
#pragma once
#include <chrono>
#include <ctime>

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

/// CPU time of this process since it was made: the same on a busy host, where wall time is longer.
class CpuStopwatch {
  public:
    double seconds() const { return now_s() - start_s_; }

  private:
    static double now_s() {
        timespec now{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
    }

    double start_s_ = now_s();
};

} // namespace ecgpress
