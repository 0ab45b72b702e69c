#include "pipeline/repair/repair_releases.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/line_reader.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/merge/merge.hpp"
#include "pipeline/merge/recorded_parts.hpp"
#include "pipeline/merge/release_settings.hpp"
#include "pipeline/run/run_lock.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/verify_digest.hpp"

namespace ecgpress {

namespace {

/// Problems of a release that a rank found, and, on rank 0, those that all ranks found.
struct ReleaseDamage {
    std::vector<std::string> problems;
    std::vector<std::string> files; ///< missing or changed
    std::uint64_t bad_lines = 0, extra = 0;

    bool has(const std::string& file) const {
        return std::find(files.begin(), files.end(), file) != files.end();
    }
    void add(const ReleaseDamage& other) {
        problems.insert(problems.end(), other.problems.begin(), other.problems.end());
        files.insert(files.end(), other.files.begin(), other.files.end());
        bad_lines += other.bad_lines;
        extra += other.extra;
    }
    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.problems, self.files, self.bad_lines, self.extra);
    }

    bool none() const { return problems.empty(); }
    /// True if at most unexpected files were found: no file of the release is missing or corrupt.
    bool only_extra() const { return files.empty() && bad_lines == 0; }
};

/// Compares SHA256SUMS with the files. @param release  must be finished
ReleaseDamage find_damage(const fs::path& release, const Communicator& communicator) {
    ProblemList problems;
    ListedFiles files(release, communicator, problems);
    files.check_rest();
    const ReleaseDamage mine{problems.first(), files.damaged(), files.bad_lines(), files.extra()};
    ReleaseDamage damage;
    for (const ReleaseDamage& rank : communicator.gather(mine)) damage.add(rank);
    return damage;
}

/// Whether digest.json or README.md contains this root. Corruption cannot produce a matching root
/// by chance, so one match proves that SHA256SUMS is unchanged.
bool is_stated(const std::string& root, const fs::path& release) {
    OpenableFiles files(release);
    for (const char* name : {"digest.json", "README.md"})
        if (files.refusal(name).empty() && files.text(name).find(root) != std::string::npos)
            return true;
    return false;
}

/// files_root from digest.json, if README.md contains the same root; otherwise empty.
std::string stated_root(const fs::path& release) {
    try {
        OpenableFiles files(release);
        const std::string root = parse_digest(files.text("digest.json")).files_root;
        return files.text("README.md").find(root) != std::string::npos ? root : "";
    } catch (const Error&) {
        return {};
    }
}

/// The run's configuration as JSON, with the settings the release was written with. They are read
/// from the release.
/// @param logs_are_whole  logs.json matches SHA256SUMS
std::string config_of(const RunInputs& inputs, const fs::path& release, bool logs_are_whole) {
    std::vector<std::string> places{note_path("settings.json")};
    if (logs_are_whole) places.emplace_back("logs.json");
    OpenableFiles files(release);
    for (const std::string& place : places) {
        if (!files.refusal(place).empty()) continue;
        if (auto config = with_stated_settings(inputs.texts.effective, files.text(place)))
            return *config;
    }
    return inputs.texts.effective;
}

/// Writes completion records for the parts of a `folder` release without missing or corrupt files,
/// so that merge keeps these parts. @return their number
std::size_t keep_whole_parts(const Config& config, const ReleaseFormat& format,
                             const PartRecords& records, const std::set<std::string>& damaged) {
    const std::uint64_t part_size = pages_a_part(config, format);
    LineReader sums(InputFile::below(records.folder(), "SHA256SUMS"));
    std::map<std::uint64_t, std::string> lines; // part -> its lines
    std::set<std::uint64_t> damaged_parts;
    while (const auto line = sums.next()) {
        auto file = parse_sums_line(*line);
        const auto page = file ? item_at(file->path).page : std::nullopt;
        if (!page) continue;
        if (damaged.count(file->path) > 0) {
            damaged_parts.insert(*page / part_size);
            continue;
        }
        file->size = fs::file_size(records.folder() / file->path);
        lines[*page / part_size] += PartRecords::line_of(*file);
    }
    for (const std::uint64_t part : damaged_parts) lines.erase(part);
    for (const auto& [part, text] : lines) records.write(PartKey{{}, part}.name(), text);
    return lines.size();
}

/// Removes completion records of an unfinished release if a file of the part is missing or differs
/// from the record. All ranks check.
void take_back_records(const PartRecords& records, const Communicator& communicator,
                       Progress::Style style, const fs::path& logs) {
    const auto names = communicator.broadcast(records.parts());
    RecordedParts(records, names, communicator)
        .unwritten(Recheck::all, "parts checked", style, logs);
}

/// What rank 0 determines before a release is rewritten.
struct Reopened {
    std::string config; ///< JSON, with the release's own settings
    std::string root;   ///< files_root before the damage; empty if unknown
    bool sums_are_right =
        false; ///< SHA256SUMS is unchanged: its root is in digest.json or README.md
};

Reopened assess(const RunInputs& inputs, const fs::path& release, const ReleaseDamage& damage) {
    Reopened state;
    state.config = config_of(inputs, release, !damage.has("logs.json"));
    state.root = sums_root(release);
    state.sums_are_right = fs::exists(release / "SHA256SUMS") && damage.bad_lines == 0 &&
                           is_stated(state.root, release);
    if (!state.sums_are_right) state.root = stated_root(release);
    return state;
}

/// Turns a finished release into one that merge resumes. Called on rank 0. @return text for the
/// report: what will be rewritten
std::string reopen(const RunInputs& inputs, const ReleaseFormat& format, const PartRecords& records,
                   const ReleaseDamage& damage, bool sums_are_right) {
    const fs::path& release = records.folder();
    fs::remove_all(release_notes(release)); // left if a repair was interrupted here
    make_folder(release_notes(release));
    note_settings(inputs.texts.release, release);
    // Other formats, and the page pixel digest, need data of each part that the files do not
    // contain.
    const bool by_parts = sums_are_right && std::string(format.name) == "folder" &&
                          !inputs.config.release.pixel_digest;
    const std::size_t kept = by_parts ? keep_whole_parts(inputs.config, format, records,
                                                         {damage.files.begin(), damage.files.end()})
                                      : 0;
    if (damage.has("logs.json")) fs::remove(release / "logs.json");
    fs::remove(release / "SHA256SUMS");
    return kept == 0 ? "rewritten from the shards"
                     : concat("rewritten from the shards, except ", counted(kept, "complete part"));
}

/// Removes a release with outdated pages, except for its settings. Called on rank 0. @return text
/// for the report
std::string begin_anew(const RunInputs& inputs, const fs::path& release) {
    fs::remove_all(release);
    make_folder(release_notes(release));
    note_settings(inputs.texts.release, release);
    return "contained pages rendered without their planned records; rewritten from the shards";
}

/// Completes a reopened, unfinished or missing release by a merge, then checks the result.
void merge_again(const RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                 const Communicator& communicator, Progress::Style style, const std::string& root,
                 RepairReport& report) {
    const fs::path release = folder.release(format.name);
    const MergeReport merged = merge_locked(inputs, folder, format.name, communicator, style);
    report.stopped = merged.stopped;
    if (merged.stopped) return;
    const ReleaseDamage left = find_damage(release, communicator);
    if (communicator.rank() != 0) return;
    ++report.releases_mended;
    std::vector<std::string> problems = left.problems;
    if (!root.empty() && merged.digest.files_root != root)
        problems.push_back(concat("digest.json: files_root is ", merged.digest.files_root, ", was ",
                                  root, ". The release was written with settings that differ from ",
                                  "run.json. Remove it and run merge with those settings."));
    if (problems.empty()) return;
    report.whole = false;
    report.lines.push_back(concat(release.filename().string(), ": remaining problems:"));
    add_listed(report.lines, problems);
}

bool everywhere(bool rank_0_says, const Communicator& communicator) {
    return communicator.broadcast(rank_0_says);
}

} // namespace

bool is_requested(const ReleaseSettings& configured, const ReleaseFormat& format) {
    const auto& formats = configured.formats;
    return std::find(formats.begin(), formats.end(), format.name) != formats.end();
}

void make_release(const RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                  const Communicator& communicator, Progress::Style style,
                  const RepairSettings& settings, RepairReport& report) {
    const bool root = communicator.rank() == 0;
    ++report.releases;
    if (root)
        report.lines.push_back(concat(folder.release(format.name).filename().string(),
                                      settings.dry_run
                                          ? ": is missing, although run.json requests it; must be "
                                            "written from the shards"
                                          : ": was missing; written from the shards"));
    if (settings.dry_run) {
        report.whole = false;
        ++report.releases_mended;
        return;
    }
    std::optional<RunLock> lock;
    if (root) lock = RunLock::for_release(folder, format.name);
    merge_again(inputs, folder, format, communicator, style, "", report);
}

void repair_release(RunInputs& inputs, const RunFolder& folder, const ReleaseFormat& format,
                    const Communicator& communicator, Progress::Style style,
                    const RepairSettings& settings, RepairReport& report) {
    const fs::path release = folder.release(format.name);
    const std::string name = release.filename().string();
    const bool root_rank = communicator.rank() == 0;
    std::optional<RunLock> lock;
    if (root_rank && !settings.dry_run) lock = RunLock::for_release(folder, format.name);
    const bool unfinished = everywhere(
        !fs::exists(release / "SHA256SUMS") && fs::exists(release_notes(release)), communicator);
    ++report.releases;
    ReleaseDamage damage;
    if (!unfinished && !report.recovered) damage = find_damage(release, communicator);
    if (everywhere(!unfinished && !report.recovered && damage.none(), communicator)) {
        // Left by a process that was killed after it wrote SHA256SUMS.
        if (lock) fs::remove_all(release_notes(release));
        return;
    }
    const auto tell = [&](const std::string& what) {
        report.lines.push_back(concat(name, ": ", what));
        add_listed(report.lines, damage.problems);
    };
    const bool merges =
        everywhere(unfinished || report.recovered || !damage.only_extra(), communicator);
    if (settings.dry_run || !merges) {
        report.whole = false;
        report.releases_mended += merges ? 1 : 0;
        tell(merges ? "must be rewritten, partly or completely"
                    : "contains files that do not belong to it. Remove them manually.");
        return;
    }
    Reopened state;
    if (root_rank) state = assess(inputs, release, damage);
    const ReleaseSettings own = inputs.config.release;
    inputs.set_release(config_from_json(communicator.broadcast(state.config)).release);
    const PartRecords records = records_of(merge_inputs(inputs), folder, format);
    if (unfinished && !report.recovered)
        take_back_records(records, communicator, style, folder.logs());
    if (root_rank && report.recovered) state.root.clear(); // the new pages change it
    if (root_rank)
        tell(report.recovered ? begin_anew(inputs, release)
             : unfinished     ? "was unfinished; merge completed"
                              : reopen(inputs, format, records, damage, state.sums_are_right));
    communicator.barrier();
    merge_again(inputs, folder, format, communicator, style, state.root, report);
    inputs.set_release(own);
}

} // namespace ecgpress
