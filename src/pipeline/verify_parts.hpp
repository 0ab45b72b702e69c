// The parts of verify, and the list of problems that they fill.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "parallel/communicator.hpp"
#include "pipeline/release_tables.hpp"
#include "pipeline/rules.hpp"
#include "pipeline/verify.hpp"
#include "pipeline/verify_truth.hpp"

namespace ecgpress {

/// Keeps the first thousand problems and counts them all.
class ProblemList {
  public:
    void add(const std::string& file, const std::string& problem);
    void add(const std::string& file, const Problems& problems);

    const Problems& first() const { return first_; }
    std::uint64_t count() const { return count_; }

  private:
    Problems first_;
    std::uint64_t count_ = 0;
};

/// What one rank found.
struct VerifyPart {
    std::uint64_t files = 0, pages = 0, crops = 0;
    ProblemList problems;
    OracleReport oracle;
    /// If digest.json states the pixels' root: "index split leaf" of each page image.
    std::vector<std::string> pixels;
};

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

/// Which of a walk's items are this rank's: every size-th.
class Share {
  public:
    explicit Share(const Communicator& communicator)
        : rank_(static_cast<std::uint64_t>(communicator.rank())),
          size_(static_cast<std::uint64_t>(communicator.size())) {}
    bool next_is_mine() { return next_++ % size_ == rank_; }

  private:
    std::uint64_t rank_, size_, next_ = 0;
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

/// A release's tables and lists against each other, against the counts in logs.json, and against
/// the files that SHA256SUMS lists; and that no patient is in two splits. @throws DataError,
/// IoError if a table cannot be read
void check_tables(const std::filesystem::path& release, const ReleaseTables& tables,
                  const PathSet& listed, ProblemList& problems);

/// The digest of the release's files, from SHA256SUMS as it is.
std::string sums_root(const std::filesystem::path& release);

/// digest.json, as far as it can be told from SHA256SUMS: rank 0's part.
void check_digest(const std::filesystem::path& release, ProblemList& problems);

/// The pixels' root that digest.json states; empty: none.
std::string stated_pixels_root(const std::filesystem::path& release);

/// Checks this rank's share of a release.
VerifyPart verify_release(const std::filesystem::path& release, const Communicator& communicator,
                          const VerifySettings& settings);

/// Checks this rank's share of a folder of shards.
VerifyPart verify_shards(const std::filesystem::path& shards, const Communicator& communicator,
                         const VerifySettings& settings);

} // namespace ecgpress
