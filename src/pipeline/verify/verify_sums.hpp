// SHA256SUMS of a release against the files that are there.
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

/// Paths by a hash of 64 bits, so that millions of them fit in memory.
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

/// What SHA256SUMS and the files that are there say of each other.
struct SumsReport {
    PathSet listed;
    std::uint64_t files = 0; ///< checked by this rank
    std::vector<std::string> bad_lines, missing;
    std::map<std::string, std::string> refused; ///< files that must not be opened, and why
    std::vector<std::string> changed;           ///< files without the digest that they should have
    std::vector<std::string> extra;             ///< rank 0
};

/// This rank's share of SHA256SUMS. @throws IoError if a file cannot be read
SumsReport check_sums(const std::filesystem::path& release, const Communicator& communicator);

/// What is wrong with this rank's share, in words. Of an image whose digest is wrong its CRC-32 in
/// the tables tells whether the file changed or SHA256SUMS.
/// @param tables  null: cannot be read, or of a format without image files of its own
void report_sums(const std::filesystem::path& release, const SumsReport& sums,
                 const ReleaseTables* tables, ProblemList& problems);

} // namespace ecgpress
