// How the comparisons of a release report a difference.
#pragma once

#include <cmath>
#include <functional>
#include <string>

namespace ecgpress {

/// Takes a file of the release, relative to it, and its problem.
using Report = std::function<void(const std::string& file, const std::string& problem)>;

/// True if both are equal within a tolerance; false for NaN.
inline bool is_close(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

} // namespace ecgpress
