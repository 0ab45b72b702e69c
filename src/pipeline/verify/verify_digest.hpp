// A release's digest.json against its files.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/verify/problem_list.hpp"

namespace ecgpress {

/// The digest of the release's files, from SHA256SUMS as it is.
std::string sums_root(const std::filesystem::path& release);

/// digest.json, as far as it can be told from SHA256SUMS: rank 0's part.
void check_digest(const std::filesystem::path& release, ProblemList& problems);

/// The pixels' root that digest.json states; empty: none.
std::string stated_pixels_root(const std::filesystem::path& release);

} // namespace ecgpress
