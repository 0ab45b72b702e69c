// Checks a release's tables against each other and against its files.
#pragma once

#include <filesystem>

#include "dataset/release/release_tables.hpp"
#include "pipeline/verify/problem_list.hpp"
#include "pipeline/verify/verify_sums.hpp"

namespace ecgpress {

/// Compares a release's tables and lists with each other, with the counts in logs.json, and with
/// the files in SHA256SUMS, and checks that no patient is in two splits.
/// @throws DataError, IoError if a table cannot be read
void check_tables(const std::filesystem::path& release, const ReleaseTables& tables,
                  const PathSet& listed, ProblemList& problems);

} // namespace ecgpress
