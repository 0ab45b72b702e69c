#include "pipeline/expected/file_comparison.hpp"

#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "pipeline/expected/first_difference.hpp"

namespace ecgpress {

namespace {

/// Maximum number of problems that state where two files differ. Finding the place reads both.
constexpr std::uint64_t k_most_explained = 100;
constexpr const char* k_advice =
    " If the shards are right, remove the release and run `ecgpress merge`.";

} // namespace

FileComparison::FileComparison(const fs::path& release, fs::path expected, ProblemList& problems)
    : release_(release), expected_(std::move(expected)), problems_(problems) {}

void FileComparison::compare(SumsWalk& sums, const WrittenFile& file) {
    const auto listed = sums.take(file.path);
    if (!listed) return report_missing(file.path);
    for (const std::string& path : sums.passed()) report_surplus(path);
    if (*listed != file.sha256) report_difference(file.path);
}

void FileComparison::report_missing(const std::string& path) {
    report(path, "is not in its place in SHA256SUMS. A merge of the shards would write it.");
}

void FileComparison::report_surplus(const std::string& path) {
    report(path, "is in SHA256SUMS where a merge of the shards would write no such file.");
}

void FileComparison::report_difference(const std::string& path) {
    std::string where;
    if (count_ < k_most_explained) {
        try {
            where = first_difference(InputFile::below(release_, path),
                                     InputFile::below(expected_, path));
        } catch (const Error&) {
            where = "it cannot be read";
        }
        if (where.empty()) return; // only SHA256SUMS is wrong, which is reported elsewhere
        where = ": " + where;
    }
    report(path, concat("differs from what the shards say", where, "."));
}

void FileComparison::report(const std::string& path, const std::string& what) {
    ++count_;
    problems_.add(path, what + k_advice);
}

} // namespace ecgpress
