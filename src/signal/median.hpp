// The median of some numbers.
#pragma once

#include <algorithm>
#include <vector>

namespace ecgpress {

/// The middle value, or the mean of the two middle values. Reorders `values`. @pre not empty, no
/// NaN
inline double median_of(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

} // namespace ecgpress
