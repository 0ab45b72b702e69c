// Compares what the files of a release say about the same thing. Needs only the release.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/compare/page_choice.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

/// The part of the work of one rank, and how it reads files.
struct CompareShare {
    bool is_first = true; ///< this rank compares the tables and the files about the whole release
    std::function<bool(std::uint64_t page)> is_mine;
    PageChoice choice; ///< the same on all ranks
    /// Reads a file of one of this rank's pages, or about the release; null if that is not
    /// possible, which it reports.
    std::function<const std::string*(const std::string& path)> read;
    std::function<void()> forget; ///< called when what was read is no longer needed
};

struct CompareResult {
    std::uint64_t chosen = 0;   ///< pages whose files all ranks together compare
    std::uint64_t compared = 0; ///< of these, those of this rank
    /// What cannot be known from the release alone, one sentence each.
    std::vector<std::string> not_checked;
};

/// Number of pages in manifest.csv. @throws IoError, DataError
std::uint64_t count_pages(const std::filesystem::path& release);

/// Reports each difference once, on one of the ranks. The page files of format `folder` are not
/// compared here, but where their rules are checked: folder_page.hpp.
/// @throws IoError, DataError if logs.json or a table cannot be read
CompareResult compare_release(const std::filesystem::path& release, const CompareShare& share,
                              const Report& report);

} // namespace ecgpress
