#include "pipeline/merge/merge.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <unordered_set>
#include <vector>

#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/merge/part_writer.hpp"
#include "pipeline/merge/recorded_parts.hpp"
#include "pipeline/run/parts_folder.hpp"
#include "pipeline/run/run_lock.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

namespace {

/// Writes parts of a release and their completion records on one rank.
class PartMerger {
  public:
    PartMerger(const MergeInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
               SharedWork& work)
        : inputs_(inputs), format_(format), release_(folder.release(format.name)), work_(work),
          records_(records_of(inputs, folder, format)),
          writer_(inputs, folder, format, release_, watch()) {}

    /// Writes a part's files, then its completion record. If a stop is requested before the end, no
    /// record is written and the part is written again later.
    void merge(const MergePart& part) {
        lines_.clear();
        paths_.clear();
        const auto pixels = writer_.write(part);
        if (!pixels) return;
        if (format_.keeps_shards) add(writer_.write_shard(part));
        if (inputs_.config.release.pixel_digest) {
            const std::string note = pixels_note(part.key);
            write_file(release_ / note, *pixels);
            add({{note, sha256_of(*pixels), pixels->size()}});
        }
        // After a power failure the record must not exist without the files that it lists.
        sync_file_system(release_);
        records_.write(part.key.name(), lines_);
    }

  private:
    PartWatch watch() {
        return {[this](std::size_t shard) { work_.begin_task(shard); },
                [this](const std::vector<WrittenFile>& files) { add(files); },
                [this] { work_.add(1); }, [this] { return work_.stopping(); }};
    }

    void add(const std::vector<WrittenFile>& files) {
        for (const WrittenFile& file : files) {
            if (!paths_.insert(std::hash<std::string>{}(file.path)).second)
                throw DataError(concat("two items of the shards have the path ", file.path, " in ",
                                       release_.string(), ". A shard is corrupt: run verify, and ",
                                       "repair if it finds problems."));
            lines_ += PartRecords::line_of(file);
        }
    }

    const MergeInputs& inputs_;
    const ReleaseFormat& format_;
    const fs::path release_;
    SharedWork& work_;
    PartRecords records_;
    PartWriter writer_;
    std::string lines_;                     ///< of the current part's record
    std::unordered_set<std::size_t> paths_; ///< hashes of the current part's paths
};

/// Settings stored in a partial or complete release; null if there is none.
Json settings_of(const fs::path& release) {
    for (const std::string& path : {note_path("settings.json"), std::string("logs.json")}) {
        OpenableFiles files(release);
        if (files.refusal(path) == OpenableFiles::k_missing) continue;
        const Json stored = Json::parse_or_null(files.text(path));
        if (stored.is_object()) return stored.value("configuration", Json());
    }
    return {};
}

/// @throws ConfigError if the release was written with other settings: resuming would mix both
void require_same_settings(const MergeInputs& inputs, const fs::path& release) {
    const Json theirs = settings_of(release);
    const Json ours = Json::parse(inputs.summary.config);
    if (theirs.is_null() || theirs == ours) return;
    throw ConfigError(concat(release.string(), " was written with other settings: ",
                             differences(theirs.dump(), ours.dump()),
                             ". Remove it to write it again, or use its settings."));
}

/// Removes files in progress (part_path()) that killed processes left in a folder of the release,
/// whose lock this job holds.
void remove_unfinished_files(const fs::path& folder) {
    static const std::regex k_part(".+-[0-9]+-[0-9a-f]{16}[.]part");
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (std::regex_match(entry->path().filename().string(), k_part))
            fs::remove(entry->path(), ignored);
    }
}

/// Rank 0 checks the shards and creates the index. The other ranks get only the list of parts.
MergeIndex prepare(const MergeInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                   const Communicator& communicator) {
    MergeIndex index;
    if (communicator.rank() == 0) {
        require_all_shards(inputs, folder);
        const fs::path release = folder.release(format.name), notes = release_notes(release);
        make_folder_below(folder.root(), release.filename());
        make_folder_below(release, notes.filename());
        note_settings(inputs.summary.config, release);
        remove_parts(folder);
        for (const fs::path& place : {release, release / "shards"}) remove_unfinished_files(place);
        index = index_release(inputs, folder, format, release);
        write_file(notes / "parts.txt", concat(index.parts.size(), "\n"));
    }
    index.parts = communicator.broadcast(index.parts);
    return index;
}

RecordedParts parts_of(const MergeIndex& index, const PartRecords& records,
                       const Communicator& communicator) {
    std::vector<std::string> names;
    for (const MergePart& part : index.parts) names.push_back(part.key.name());
    return {records, std::move(names), communicator};
}

/// @return true on every rank if the release is already complete
bool is_complete(const MergeInputs& inputs, const fs::path& release,
                 const Communicator& communicator) {
    bool complete = false;
    if (communicator.rank() == 0) {
        require_same_settings(inputs, release);
        complete = is_complete_release(release);
        if (complete) fs::remove_all(release_notes(release)); // left by a killed process
    }
    return communicator.broadcast(complete);
}

} // namespace

MergeReport merge(const RunInputs& run, const RunFolder& folder, const std::string& name,
                  const Communicator& communicator, Progress::Style style) {
    std::optional<RunLock> release, shards;
    if (communicator.rank() == 0) {
        release = RunLock::for_release(folder, name);
        shards = RunLock::for_reading_shards(folder, shard_count(run.config));
    }
    return merge_locked(run, folder, name, communicator, style);
}

MergeReport merge_locked(const RunInputs& run, const RunFolder& folder, const std::string& name,
                         const Communicator& communicator, Progress::Style style) {
    const Stopwatch watch;
    const MergeInputs inputs = merge_inputs(run);
    const ReleaseFormat& format = find_release_format(name);
    MergeReport report;
    report.format = name;
    report.release = folder.release(name);
    report.already_complete = is_complete(inputs, report.release, communicator);
    if (report.already_complete) {
        OpenableFiles files(report.release);
        if (communicator.rank() == 0 && files.refusal("digest.json") != OpenableFiles::k_missing)
            report.digest = parse_digest(files.text("digest.json"));
        return report;
    }
    MergeIndex index = prepare(inputs, folder, format, communicator);
    const PartRecords records = records_of(inputs, folder, format);
    const RecordedParts parts = parts_of(index, records, communicator);
    const auto todo = parts.unwritten(Recheck::sample, "parts checked", style, folder.logs());
    report.stopped = !todo;
    if (!todo) return report;
    std::uint64_t pages = 0; // without those of parts that an earlier start merged
    for (const std::size_t part : *todo) pages += index.parts[part].pages;
    SharedWork work(communicator, *todo, "pages merged", pages, style, folder.logs());
    PartMerger merger(inputs, folder, format, work);
    work.for_each([&](std::size_t part) { merger.merge(index.parts[part]); });
    if (communicator.broadcast(parts.have_records())) {
        parts.require_all();
        if (communicator.rank() == 0) {
            const CompletedRelease sealed = complete_release(inputs, records, format, index);
            report.files = sealed.files;
            report.digest = sealed.digest;
        }
    }
    report.stopped = work.finish(report.files > 0);
    report.pages = index.pages;
    report.wall_s = watch.seconds();
    return report;
}

std::string describe(const MergeReport& report) {
    if (report.stopped)
        return "stopped   on request, no page is lost. The same command resumes the run.\n";
    std::string text = concat("release   ", report.release.string(), " (", report.format, "): ");
    text += report.already_complete
                ? std::string("already complete\n")
                : concat(counted(report.files, "file"), " of ", counted(report.pages, "page"),
                         " in ", fixed(report.wall_s, 1), " s\n");
    if (!report.digest.files_root.empty())
        text += concat("digest    files ", report.digest.files_root, "\n");
    if (!report.digest.pixels_root.empty())
        text += concat("          pixels ", report.digest.pixels_root, "\n");
    return text;
}

std::vector<std::string> release_format_names() {
    std::vector<std::string> names;
    for (const ReleaseFormat& format : release_formats()) names.emplace_back(format.name);
    return names;
}

} // namespace ecgpress
