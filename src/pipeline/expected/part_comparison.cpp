#include "pipeline/expected/part_comparison.hpp"

#include <system_error>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "pipeline/merge/part_writer.hpp"

namespace ecgpress {

namespace {

/// Searching for a file that is not in SHA256SUMS reads all of it, so it is not done for every one.
constexpr int k_most_not_found = 3;       // of a part
constexpr int k_most_not_found_all = 100; // of all parts

/// True if both paths are one file, as in a release that has hard links to the shards.
bool is_same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
}

} // namespace

PartComparison::PartComparison(const MergeInputs& inputs, const RunFolder& run,
                               const ReleaseFormat& format, fs::path place, ProblemList& problems)
    : inputs_(inputs), run_(run), format_(format), release_(run.release(format.name)),
      place_(std::move(place)), problems_(problems), files_(release_, place_, problems),
      sums_(release_) {}

ComparedPart PartComparison::compare(const MergePart& part, std::size_t number) {
    current_ = {};
    current_.number = number;
    not_found_ = 0;
    try {
        write(part);
        if (current_.files > 0 && !current_.is_found)
            problems_.add(concat("part ", part.key.name()),
                          "none of its first files is in SHA256SUMS. The release is not of these "
                          "shards, or files of it are missing.");
    } catch (const OutputError&) {
        throw;
    } catch (const Error& error) {
        report_failure(part, error);
    } catch (const fs::filesystem_error& error) {
        report_failure(part, error);
    }
    current_.end = sums_.position();
    remove_folders();
    return std::move(current_);
}

void PartComparison::report_failure(const MergePart& part, const std::exception& error) {
    current_.is_written = false;
    problems_.add(concat("part ", part.key.name()),
                  concat("cannot be compared with the shards: ", error.what()));
}

void PartComparison::write(const MergePart& part) {
    PartWriter writer(inputs_, run_, format_, place_,
                      {[](std::size_t /*shard*/) {},
                       [this](const std::vector<WrittenFile>& files) { compare_files(files); },
                       [] {}, [] { return false; }});
    current_.pixels = writer.write(part).value_or("");
    if (format_.keeps_shards) compare_shard(writer.shard_of(part));
}

void PartComparison::compare_files(const std::vector<WrittenFile>& files) {
    for (const WrittenFile& file : files) {
        if (is_note(file.path)) continue; // needed for the files about the whole release
        ++current_.files;
        if (current_.is_found || find_start(file.path)) files_.compare(sums_, file);
        fs::remove(place_ / file.path);
    }
}

/// The shard itself is part of the release: it is neither copied nor, if both are one file, read.
void PartComparison::compare_shard(const fs::path& shard) {
    const std::string path = "shards/" + shard.filename().string();
    ++current_.files;
    if (!find_start(path)) return;
    const auto listed = sums_.take(path);
    if (is_same_file(shard, release_ / path) || listed == sha256_of_file(shard)) return;
    problems_.add(path, concat("differs from ", shard.string(), ", of which it must be a copy. ",
                               "Remove the release and run `ecgpress merge`."));
}

bool PartComparison::find_start(const std::string& path) {
    if (not_found_ >= k_most_not_found || all_not_found_ >= k_most_not_found_all) return false;
    current_.is_found = sums_.find(path);
    if (current_.is_found)
        current_.begin = sums_.position();
    else {
        ++not_found_;
        ++all_not_found_;
        files_.report_missing(path);
    }
    return current_.is_found;
}

/// Folders of pages have names that depend on the page, so they would become many.
void PartComparison::remove_folders() const {
    for (const auto& entry : fs::directory_iterator(place_))
        if (entry.path() != release_notes(place_)) fs::remove_all(entry.path());
}

} // namespace ecgpress
