#include "pipeline/merge/pack.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "codec/tar.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/archive_plan.hpp"
#include "pipeline/merge/recorded_parts.hpp"
#include "pipeline/run/run_lock.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_part_suffix = ".part";

/// An archive in progress, under a name of this process. Removed unless it is published.
class ArchivePart {
  public:
    explicit ArchivePart(const fs::path& archive) : path_(part_path(archive)) {}
    ~ArchivePart() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    ArchivePart(const ArchivePart&) = delete;
    ArchivePart& operator=(const ArchivePart&) = delete;

    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// Writes archives on one rank.
class Packer {
  public:
    Packer(fs::path release, const PartRecords& records, SharedWork& work)
        : release_(std::move(release)), records_(records), work_(work) {}

    /// Writes an archive, then its completion record. If a stop is requested before the end,
    /// neither exists.
    void pack(std::size_t number, const Archive& archive) {
        const std::string name = archive_name(number, archive);
        const fs::path place = records_.folder() / name;
        const ArchivePart part(place);
        TarWriter tar(part.path());
        ItemWalk walk(release_, archive);
        for (std::uint64_t i = 0; i < archive.items && !work_.stopping(); ++i) {
            const auto path = walk.next();
            if (!path)
                throw DataError(concat(release_.string(), " changed during packing. Remove ",
                                       records_.folder().string(), " and pack again."));
            tar.add_file(*path, release_ / *path);
            work_.add(1);
        }
        if (work_.stopping()) return;
        const TarFile file = tar.finish();
        publish_file(part.path(), place);
        records_.write(name, PartRecords::line_of({name, file.sha256, file.size}));
    }

  private:
    fs::path release_;
    const PartRecords& records_;
    SharedWork& work_;
};

/// The archives' records are valid for one release and one set of limits.
PartRecords records_of_archives(const fs::path& packed, const std::string& guide) {
    return {packed, sha256_of(guide)};
}

/// The files that SHA256SUMS of the archives names; none if there is no such file.
std::vector<WrittenFile> listed_archives(const fs::path& packed) {
    std::vector<WrittenFile> files;
    if (OpenableFiles(packed).refusal(k_sums_file) == OpenableFiles::k_missing) return files;
    for (const std::string& line : split_text(OpenableFiles(packed).text(k_sums_file), '\n'))
        if (auto file = parse_sums_line(line)) files.push_back(std::move(*file));
    return files;
}

/// Whether SHA256SUMS lists every archive and the guide, and all of them exist with their sizes.
bool are_complete(const fs::path& packed, const std::vector<Archive>& archives) {
    const std::vector<WrittenFile> listed = listed_archives(packed);
    if (listed.size() != archives.size() + 1 || listed.back().path != k_guide ||
        !OpenableFiles(packed).refusal(k_guide).empty())
        return false;
    OpenableFiles files(packed);
    for (std::size_t number = 0; number < archives.size(); ++number) {
        std::error_code error;
        if (listed[number].path != archive_name(number, archives[number]) ||
            !files.refusal(listed[number].path).empty() ||
            fs::file_size(packed / listed[number].path, error) != archives[number].bytes || error)
            return false;
    }
    return true;
}

std::vector<std::string> names_of(const std::vector<Archive>& archives) {
    std::vector<std::string> names;
    for (std::size_t number = 0; number < archives.size(); ++number)
        names.push_back(archive_name(number, archives[number]));
    return names;
}

/// @throws ConfigError if the folder contains other archives
void require_same_packing(const fs::path& packed, const std::string& guide) {
    OpenableFiles files(packed);
    if (files.refusal(k_guide) != OpenableFiles::k_missing && files.text(k_guide) != guide)
        throw ConfigError(concat(packed.string(), " contains archives with other limits or of ",
                                 "another release. See its UNPACK.txt. Remove it to pack again."));
}

/// Prepares the folder for archives that are still to be packed.
void begin_packing(const RunFolder& run, const PartRecords& records, const std::string& guide,
                   const std::vector<Archive>& archives) {
    const fs::path& packed = records.folder();
    make_folder_below(run.root(), packed.filename() / release_notes("").filename());
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(packed)) { // left by killed processes
        const std::string name = entry.path().filename().string();
        if (name.rfind("part-", 0) == 0 && entry.path().extension() == k_part_suffix)
            fs::remove(entry.path(), ignored);
    }
    // What SHA256SUMS states is checked like the records of an earlier start.
    for (const WrittenFile& file : listed_archives(packed))
        for (std::size_t number = 0; number < archives.size(); ++number)
            if (file.path == archive_name(number, archives[number]))
                records.write(file.path, PartRecords::line_of(
                                             {file.path, file.sha256, archives[number].bytes}));
    fs::remove(packed / k_sums_file, ignored);
    write_file_whole(packed / k_guide, guide);
}

/// Writes SHA256SUMS of the archives last: a folder that has it is complete.
void seal(const PartRecords& records, const std::vector<Archive>& archives) {
    const fs::path& packed = records.folder();
    std::string sums;
    for (std::size_t number = 0; number < archives.size(); ++number)
        records.for_each(archive_name(number, archives[number]),
                         [&](const WrittenFile& file) { sums += sums_line(file) + "\n"; });
    sums += sums_lines({{k_guide, sha256_of_file(packed / k_guide)}});
    write_file_whole(packed / k_sums_file, sums);
    fs::remove_all(release_notes(packed));
}

} // namespace

fs::path packed_folder(const fs::path& release) {
    return release.string() + "-packed";
}

PackReport pack_release(const RunFolder& run, const std::string& format,
                        const ReleaseSettings& settings, const Communicator& communicator,
                        Progress::Style style) {
    std::optional<RunLock> reading;
    if (communicator.rank() == 0) reading = RunLock::for_reading_release(run, format);
    return pack_locked(run, format, settings, ArchiveState::unknown, communicator, style);
}

PackReport pack_locked(const RunFolder& run, const std::string& format,
                       const ReleaseSettings& configured, ArchiveState state,
                       const Communicator& communicator, Progress::Style style) {
    const Stopwatch watch;
    const fs::path release = run.release(format);
    PackReport report;
    report.folder = packed_folder(release);
    const bool root = communicator.rank() == 0;
    std::optional<RunLock> lock;
    std::vector<Archive> archives;
    std::string guide;
    if (root) {
        lock = RunLock::for_archives(run, format);
        const ReleaseSettings settings = with_byte_limit(release, configured);
        guide = guide_of(release, settings);
        require_same_packing(report.folder, guide);
        archives = plan_archives(release, settings, configured);
        for (const Archive& archive : archives) report.bytes += archive.bytes;
        report.archives = archives.size();
        report.records = archives.back().record + 1;
        report.already_complete =
            state != ArchiveState::damaged && are_complete(report.folder, archives);
    }
    report.already_complete = communicator.broadcast(report.already_complete);
    if (report.already_complete && state == ArchiveState::unknown)
        report.already_complete =
            communicator.broadcast(archive_problems(report.folder, communicator).empty());
    if (report.already_complete) {
        // Left by a process that was killed after it wrote SHA256SUMS.
        if (root) fs::remove_all(release_notes(report.folder));
        return report;
    }
    archives = communicator.broadcast(archives);
    const PartRecords records = records_of_archives(report.folder, communicator.broadcast(guide));
    if (root) begin_packing(run, records, guide, archives);
    const RecordedParts parts(records, names_of(archives), communicator);
    const auto todo = parts.unwritten(Recheck::all, "archives checked", style, run.logs());
    report.stopped = !todo;
    if (!todo) return report;
    report.files = archives.back().first_item + archives.back().items;
    report.written = todo->size();
    std::uint64_t files = 0;
    for (const std::size_t number : *todo) files += archives[number].items;
    SharedWork work(communicator, *todo, "files packed", files, style, run.logs());
    Packer packer(release, records, work);
    work.for_each([&](std::size_t number) { packer.pack(number, archives[number]); });
    const bool whole = communicator.broadcast(parts.have_records());
    if (whole) parts.require_all();
    if (whole && root) seal(records, archives);
    report.stopped = work.finish(whole);
    report.wall_s = watch.seconds();
    return report;
}

std::vector<std::string> archive_problems(const fs::path& packed,
                                          const Communicator& communicator) {
    std::vector<std::string> sums, problems; // lines of SHA256SUMS
    OpenableFiles files(packed);
    if (communicator.rank() == 0 && files.refusal(k_sums_file) != OpenableFiles::k_missing) {
        for (const WrittenFile& file : listed_archives(packed)) sums.push_back(sums_line(file));
        if (digest_of_guide(packed).empty())
            problems.push_back(concat(k_sums_file, " does not end with ", k_guide));
    }
    sums = communicator.broadcast(sums);
    const auto size = static_cast<std::size_t>(communicator.size());
    for (auto i = static_cast<std::size_t>(communicator.rank()); i < sums.size(); i += size) {
        const auto file = parse_sums_line(sums[i]);
        if (!file) continue;
        const std::string refusal = files.refusal(file->path);
        if (!refusal.empty())
            problems.push_back(concat(file->path, ' ', refusal));
        else if (sha256_of_file(packed / file->path) != file->sha256)
            problems.push_back(concat(file->path, ": its digest differs from SHA256SUMS"));
    }
    std::vector<std::string> all;
    for (const std::vector<std::string>& rank : communicator.gather(problems))
        all.insert(all.end(), rank.begin(), rank.end());
    return all;
}

std::string digest_of_guide(const fs::path& packed) {
    const std::vector<WrittenFile> files = listed_archives(packed);
    return files.empty() || files.back().path != k_guide ? "" : files.back().sha256;
}

std::string zenodo_problem(const PackReport& report) {
    if (report.records > 1 || report.stopped ||
        (report.archives + 2 <= k_zenodo_files && report.bytes <= k_zenodo_bytes))
        return "";
    return concat(report.folder.string(), " has ", report.archives + 2, " files and ",
                  fixed(static_cast<double>(report.bytes) / 1e9, 1),
                  " GB. A Zenodo record holds 100 files and 50 GB. For Zenodo, remove it and use "
                  "--pack zenodo.");
}

std::string describe(const PackReport& report) {
    if (report.stopped)
        return "stopped   on request, no file is lost. The same command resumes the run.\n";
    const std::string where = concat("packed    ", report.folder.string(), ": ");
    if (report.already_complete) return where + "already complete\n";
    return concat(where, counted(report.files, "file"), " in ", counted(report.archives, "archive"),
                  report.records > 1 ? concat(" for ", report.records, " records") : "", " in ",
                  fixed(report.wall_s, 1), " s\n");
}

} // namespace ecgpress
