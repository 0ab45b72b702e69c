// Checks a release's SHA256SUMS against its files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "dataset/release/release_tables.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/verify/problem_list.hpp"

namespace ecgpress {

/// Set of paths, stored as 64-bit hashes so that millions fit in memory. Among 10^7 paths any two
/// collide with a probability of about 3e-6.
class PathSet {
  public:
    void add(const std::string& path) { hashes_.insert(std::hash<std::string>{}(path)); }
    bool has(const std::string& path) const {
        return hashes_.count(std::hash<std::string>{}(path)) > 0;
    }
    std::size_t size() const { return hashes_.size(); }

  private:
    std::unordered_set<std::uint64_t> hashes_;
};

/// Differences between SHA256SUMS and the files.
struct SumsReport {
    PathSet listed;
    std::uint64_t files = 0; ///< checked by this rank
    std::vector<std::string> bad_lines, missing;
    std::map<std::string, std::string> refused; ///< files that must not be opened -> reason
    std::vector<std::string> changed;           ///< files whose digest differs from SHA256SUMS
    std::vector<std::string> extra;             ///< files not in SHA256SUMS; on rank 0 only
};

/// Checks this rank's share of SHA256SUMS. @throws IoError if a file cannot be read
SumsReport check_sums(const std::filesystem::path& release, const Communicator& communicator);

/// Adds the problems of this rank's share as text. If an image's digest differs, its CRC-32 in the
/// tables shows whether the file or SHA256SUMS changed.
/// @param tables  null if they cannot be read or the format stores no separate image files
void report_sums(const std::filesystem::path& release, const SumsReport& sums,
                 const ReleaseTables* tables, ProblemList& problems);

} // namespace ecgpress
