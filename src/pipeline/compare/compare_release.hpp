// Compares what the files of a release say about the same thing. Needs only the release.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/rules/report.hpp"

namespace ecgpress {

/// The part of the work of one rank.
struct CompareShare {
    std::uint64_t rank = 0, ranks = 1;
    /// Pages whose files are compared, evenly spaced in page order. 0: all of at most 10,000 pages,
    /// 10,000 of more. The tables are always compared as a whole.
    std::uint64_t sample = 0;
};

struct CompareResult {
    std::uint64_t pages = 0;    ///< of the tables
    std::uint64_t chosen = 0;   ///< pages whose files all ranks together compare
    std::uint64_t compared = 0; ///< of these, those of this rank
    /// What cannot be known from the release alone, one sentence each.
    std::vector<std::string> not_checked;
};

/// Reports each difference once, on one of the ranks. Files that cannot be opened are not reported:
/// the check of SHA256SUMS does.
/// @throws IoError, DataError if logs.json or a table cannot be read
CompareResult compare_release(const std::filesystem::path& release, const CompareShare& share,
                              const Report& report);

} // namespace ecgpress
