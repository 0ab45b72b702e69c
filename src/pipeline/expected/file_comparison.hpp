// Compares the files of a release with those that a merge would write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "dataset/release/release_writer.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/expected/sums_walk.hpp"

namespace ecgpress {

/// That SHA256SUMS matches the files is checked elsewhere: here its lines stand for the files. A
/// file is opened only to say where it differs.
class FileComparison {
  public:
    /// @param expected  folder of the files that a merge writes
    FileComparison(const std::filesystem::path& release, std::filesystem::path expected,
                   ProblemList& problems);

    /// Takes the line of a file from SHA256SUMS. A file that differs is a problem, and so are one
    /// that has no line, and those whose lines are passed over.
    void compare(SumsWalk& sums, const WrittenFile& file);
    /// Reports a file that SHA256SUMS should list.
    void report_missing(const std::string& path);
    /// Reports a line of SHA256SUMS that does not belong there.
    void report_surplus(const std::string& path);
    std::uint64_t problems() const { return count_; }

  private:
    void report(const std::string& path, const std::string& what);
    void report_difference(const std::string& path);

    std::filesystem::path release_, expected_;
    ProblemList& problems_;
    std::uint64_t count_ = 0;
};

} // namespace ecgpress
