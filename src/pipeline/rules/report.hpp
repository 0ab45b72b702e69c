// How the comparisons of a release report a difference.
#pragma once

#include <cmath>
#include <functional>
#include <string>

#include "dataset/release/release_paths.hpp"

namespace ecgpress {

/// Names of the tables for reports. In a shard they are the tables pages/, leads/, words/ and
/// beats/.
constexpr const char *k_pages_table = "manifest.csv", *k_leads_table = "leads.csv",
                     *k_words_table = k_words_file, *k_beats_table = k_beats_file;

/// Takes a file of the release, relative to it, or an item of a shard, and its problem.
using Report = std::function<void(const std::string& file, const std::string& problem)>;

/// True if both are equal within a tolerance; false for NaN.
inline bool is_close(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

} // namespace ecgpress
