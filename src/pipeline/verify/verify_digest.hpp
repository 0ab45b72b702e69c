// Checks a release's digest.json against its files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/checks/problem_list.hpp"
#include "pipeline/verify/listed_files.hpp"

namespace ecgpress {

/// The release's files_root: the root of a Merkle tree over the lines of SHA256SUMS, except those
/// of files that contain the digest (`states_digest`). The lines are not checked against the files.
std::string sums_root(const std::filesystem::path& release);

/// Compares files_root in digest.json with SHA256SUMS. Called on rank 0 only.
/// @return pixels_root from digest.json; empty if there is none
std::string check_digest(ListedFiles& files, ProblemList& problems);

/// Compares pixels_root in digest.json with the pages' images. Called on rank 0 only.
/// @param pages  "index split leaf" of each page (`pixel_leaf`), in any order
void compare_pixels(const std::string& stated, std::vector<std::string> pages,
                    ProblemList& problems);

} // namespace ecgpress
