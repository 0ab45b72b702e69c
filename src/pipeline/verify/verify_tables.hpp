// A release's tables against each other and against its files.
#pragma once

#include <filesystem>

#include "dataset/release/release_tables.hpp"
#include "pipeline/verify/problem_list.hpp"
#include "pipeline/verify/verify_sums.hpp"

namespace ecgpress {

/// A release's tables and lists against each other, against the counts in logs.json, and against
/// the files that SHA256SUMS lists; and that no patient is in two splits. @throws DataError,
/// IoError if a table cannot be read
void check_tables(const std::filesystem::path& release, const ReleaseTables& tables,
                  const PathSet& listed, ProblemList& problems);

} // namespace ecgpress
