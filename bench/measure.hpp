// How the benchmark measures: CPU time, and medians of it, because machines are noisy.
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

template <class Work> double cpu_ms_of(Work&& work) {
    const double start_ms = cpu_ms();
    work();
    return cpu_ms() - start_ms;
}

/// The middle value (of an even count: the upper of the two). @pre there is one
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace ecgpress::bench
