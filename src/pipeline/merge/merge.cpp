#include "pipeline/merge/merge.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/merge/part_writer.hpp"
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
          writer_(inputs, folder, format, release_, watch()) {}

    /// Writes a part's files, then its completion record. If a stop is requested before the end, no
    /// record is written and the part is written again later.
    void merge(const MergePart& part) {
        sums_.clear();
        const auto pixels = writer_.write(part);
        if (!pixels) return;
        if (format_.keeps_shards) sums_ += sums_lines(writer_.write_shard(part));
        // After a power failure the record must not exist without the files that it lists.
        sync_file_system(release_);
        if (inputs_.config.release.pixel_digest)
            write_file_whole(part_pixels(release_, part.key), *pixels);
        write_file_whole(part_sums(release_, part.key), sums_);
    }

  private:
    PartWatch watch() {
        return {[this](std::size_t shard) { work_.begin_task(shard); },
                [this](const std::vector<WrittenFile>& files) { sums_ += sums_lines(files); },
                [this] { work_.add(1); }, [this] { return work_.stopping(); }};
    }

    const MergeInputs& inputs_;
    const ReleaseFormat& format_;
    const fs::path release_;
    SharedWork& work_;
    PartWriter writer_;
    std::string sums_; ///< of the current part
};

/// Settings stored in a partial or complete release; null if there is none.
Json settings_of(const fs::path& release) {
    for (const fs::path& path : {release_notes(release) / "settings.json", release / "logs.json"}) {
        std::error_code ignored;
        if (!fs::exists(path, ignored)) continue;
        const Json told = Json::parse_or_null(read_file(path));
        if (told.is_object()) return told.value("configuration", Json());
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

/// Rank 0 checks the shards and creates the index. The other ranks get only the list of parts.
MergeIndex prepare(const MergeInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                   const Communicator& communicator) {
    MergeIndex index;
    if (communicator.rank() == 0) {
        const fs::path release = folder.release(format.name), notes = release_notes(release);
        make_folder_below(folder.root(), release.filename());
        make_folder_below(release, notes.filename());
        note_settings(inputs.summary.config, release);
        fs::remove_all(folder.parts()); // left by killed processes
        index = index_release(inputs, folder, format, release);
        write_file(notes / "parts.txt", concat(index.parts.size(), "\n"));
    }
    index.parts = communicator.broadcast(index.parts);
    return index;
}

std::vector<std::size_t> unmerged_parts(const std::vector<MergePart>& parts,
                                        const fs::path& release, const Config& config) {
    std::vector<std::size_t> unmerged;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (!fs::exists(part_sums(release, parts[i].key)) ||
            (config.release.pixel_digest && !fs::exists(part_pixels(release, parts[i].key))))
            unmerged.push_back(i);
    return unmerged;
}

/// @return true on every rank if the release is already complete
bool is_complete(const MergeInputs& inputs, const RunFolder& folder, const fs::path& release,
                 const Communicator& communicator) {
    bool complete = false;
    if (communicator.rank() == 0) {
        require_same_settings(inputs, release);
        complete = fs::exists(release / k_sums_file);
        if (complete) {
            fs::remove_all(release_notes(release));
            fs::remove_all(folder.parts());
        }
    }
    return communicator.broadcast(complete);
}

} // namespace

MergeReport merge(const RunInputs& run, const RunFolder& folder, const std::string& name,
                  const Communicator& communicator, Progress::Style style) {
    const auto start = std::chrono::steady_clock::now();
    const MergeInputs inputs = merge_inputs(run);
    const ReleaseFormat& format = find_release_format(name);
    std::optional<RunLock> lock;
    if (communicator.rank() == 0) lock = RunLock::for_release(folder, name);
    MergeReport report;
    report.format = name;
    report.release = folder.release(name);
    report.already_complete = is_complete(inputs, folder, report.release, communicator);
    if (report.already_complete) {
        if (communicator.rank() == 0 && fs::exists(report.release / "digest.json"))
            report.digest = parse_digest(read_file(report.release / "digest.json"));
        return report;
    }
    MergeIndex index = prepare(inputs, folder, format, communicator);
    std::vector<std::size_t> todo;
    if (communicator.rank() == 0) todo = unmerged_parts(index.parts, report.release, inputs.config);
    std::uint64_t pages = 0; // without those of parts that an earlier start merged
    for (const std::size_t part : todo) pages += index.parts[part].pages;
    SharedWork work(communicator, todo, "pages merged", pages, style, folder.logs());
    PartMerger merger(inputs, folder, format, work);
    work.for_each([&](std::size_t part) { merger.merge(index.parts[part]); });
    if (communicator.rank() == 0 &&
        unmerged_parts(index.parts, report.release, inputs.config).empty()) {
        const CompletedRelease sealed = complete_release(inputs, report.release, format, index);
        report.files = sealed.files;
        report.digest = sealed.digest;
    }
    report.stopped = work.finish(report.files > 0);
    report.pages = index.pages;
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

std::string describe(const MergeReport& report) {
    if (report.stopped)
        return "stopped   on request, no page is lost. The same command resumes the run.\n";
    std::string text = concat("release   ", report.release.string(), " (", report.format, "): ");
    text += report.already_complete ? std::string("already complete\n")
                                    : concat(report.files, " files of ", report.pages, " pages in ",
                                             fixed(report.wall_s, 1), " s\n");
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
