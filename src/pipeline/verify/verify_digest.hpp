// Checks a release's digest.json against its files.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/verify/problem_list.hpp"

namespace ecgpress {

/// The release's files_root: the root of a Merkle tree over the lines of SHA256SUMS, except those
/// of files that contain the digest (`states_digest`). The lines are not checked against the files.
std::string sums_root(const std::filesystem::path& release);

/// Compares files_root in digest.json with SHA256SUMS. Called on rank 0 only.
void check_digest(const std::filesystem::path& release, ProblemList& problems);

/// pixels_root from digest.json; empty if there is none or digest.json cannot be read.
std::string stated_pixels_root(const std::filesystem::path& release);

} // namespace ecgpress
