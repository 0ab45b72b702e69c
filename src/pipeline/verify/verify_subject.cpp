#include "pipeline/verify/verify_subject.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/run_folder.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_run_file = "run.json";
constexpr const char* k_packed = "-packed";
constexpr FileKind k_run_kind{"run.json", std::uint64_t{16} << 20};

/// Any index file identifies a release, so that one that lost some files is still recognized.
constexpr const char* k_release_files[] = {"SHA256SUMS",    "manifest.csv", "manifest.csv.zst",
                                           "leads.csv",     "logs.json",    "digest.json",
                                           "croissant.json"};

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::directory;
}

bool holds(const fs::path& folder, bool (*is_one)(const fs::path& name)) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (is_one(entry->path().filename())) return true;
    return false;
}

bool is_archive_name(const fs::path& name) {
    return name.extension() == ".tar" && name.string().rfind("part-", 0) == 0;
}

bool is_packed(const fs::path& folder) {
    return is_there(folder / "UNPACK.txt") || holds(folder, is_archive_name);
}

bool is_release(const fs::path& folder) {
    return std::any_of(std::begin(k_release_files), std::end(k_release_files),
                       [&](const char* file) { return is_there(folder / file); });
}

/// Reads run.json of a folder that looks like a run.
void read_run_file(const fs::path& folder, Subject& subject) {
    OpenableFiles files(folder);
    const std::string why = files.refusal(k_run_file);
    if (why == OpenableFiles::k_missing)
        subject.run_problem = "is missing. Without it, it is not known what the folder must "
                              "contain. Restore it, or run the same `ecgpress run` command with "
                              "another --out.";
    else if (!why.empty())
        subject.run_problem = why;
    if (!why.empty()) return;
    try {
        subject.run_json = read_file_below(folder, k_run_file, k_run_kind);
    } catch (const Error& error) {
        subject.run_problem = error.what();
    }
}

/// True if it is a folder. Anything else in its place is a problem.
bool is_part(const fs::path& part, Subject& subject) {
    if (is_folder(part)) return true;
    if (is_there(part))
        subject.problems.add(
            part.filename().string(),
            std::string("is not a folder, or is a link. A run has its own folders. "
                        "It is not opened."));
    return false;
}

/// Folders named as releases that no format has.
void report_unknown_releases(const fs::path& folder, Subject& subject) {
    const auto is_known = [](const std::vector<SubjectPart>& parts, const std::string& name) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](const SubjectPart& part) { return part.name == name; });
    };
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.rfind("release-", 0) == 0 && is_folder(entry->path()) &&
            !is_known(subject.releases, name) && !is_known(subject.archives, name))
            subject.problems.add(name, std::string("is not a release of a known format. It does "
                                                   "not belong to the run."));
    }
}

void find_parts_of_run(const fs::path& folder, Subject& subject) {
    const RunFolder run(folder);
    if (is_part(run.shards(), subject)) subject.shards.push_back("shards");
    for (const ReleaseFormat& format : release_formats()) {
        const fs::path release = run.release(format.name);
        const std::string name = release.filename().string();
        if (is_part(release, subject)) subject.releases.push_back({name, format.name});
        if (is_part(release.string() + k_packed, subject))
            subject.archives.push_back({name + k_packed, format.name});
    }
    subject.is_run =
        is_there(folder / k_run_file) || !subject.empty() || subject.problems.count() > 0;
    if (!subject.is_run) return;
    report_unknown_releases(folder, subject);
    read_run_file(folder, subject);
}

} // namespace

Subject subject_at(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw DataError(concat(folder.string(),
                               " is not a folder. Use a release, a folder of shards, ",
                               "or the --out of a run."));
    Subject subject;
    if (is_packed(folder)) {
        subject.archives.push_back({"", ""});
    } else if (is_release(folder)) {
        subject.releases.push_back({"", ""});
        if (is_folder(folder / "shards")) subject.shards.push_back("shards"); // format hdf5
    } else {
        find_parts_of_run(folder, subject);
        if (!subject.is_run && holds(folder, is_shard_name)) subject.shards.push_back("");
    }
    if (!subject.is_run && subject.empty())
        throw DataError(
            concat(folder.string(), " contains neither a release (SHA256SUMS) nor shards ",
                   "(shard-*.h5). Use a release, a folder of shards, or the --out of a run."));
    return subject;
}

void report_missing_parts(const Subject& subject, const Config& config, ProblemList& problems) {
    const auto has = [](const std::vector<SubjectPart>& parts, const std::string& format) {
        return std::any_of(parts.begin(), parts.end(),
                           [&](const SubjectPart& part) { return part.format == format; });
    };
    if (subject.shards.empty())
        problems.add("shards", std::string("is missing. Run the same `ecgpress run` command "
                                           "again, or `ecgpress repair`."));
    for (const std::string& format : config.release.formats) {
        const std::string name = RunFolder("").release(format).filename().string();
        if (!has(subject.releases, format))
            problems.add(name, std::string("was asked for by release.formats and is missing. Run "
                                           "`ecgpress repair` or `ecgpress merge`."));
        if (config.release.is_packed() && !has(subject.archives, format))
            problems.add(name + k_packed,
                         std::string("was asked for by release.pack, max_archives, max_files or "
                                     "max_bytes and is missing. Run `ecgpress repair` or "
                                     "`ecgpress merge`."));
    }
}

} // namespace ecgpress
