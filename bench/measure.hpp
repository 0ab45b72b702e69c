// Measurement of CPU time, and medians, which are robust against other load on the host.
#pragma once

#include <algorithm>
#include <ctime>
#include <vector>

namespace ecgpress::bench {

/// CPU time of this process, ms.
inline double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

/// Returns the CPU time of a function call, ms.
template <class Work> double cpu_ms_of(Work&& work) {
    const double start_ms = cpu_ms();
    work();
    return cpu_ms() - start_ms;
}

/// Returns the median; of two middle values the upper one. @pre values is not empty
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace ecgpress::bench
