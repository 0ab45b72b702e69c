#include "pipeline/repair/repair_archives.hpp"

#include <optional>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "pipeline/merge/archive_plan.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/merge/pack.hpp"
#include "pipeline/repair/repair_releases.hpp"
#include "pipeline/run/run_lock.hpp"

namespace ecgpress {

namespace {

/// How archives were packed, as far as their folder tells.
struct Packing {
    std::optional<ReleaseSettings> limits; ///< nothing if they are unknown, or of another release
    bool guide_is_whole = false;           ///< UNPACK.txt states them
};

Packing packing_of(const fs::path& release, const ReleaseSettings& configured) {
    const fs::path packed = packed_folder(release);
    OpenableFiles files(packed);
    const std::string text = files.refusal(k_guide).empty() ? files.text(k_guide) : "";
    std::vector<ReleaseSettings> candidates{with_byte_limit(release, configured)};
    if (const auto stated = limits_of_guide(text)) candidates.insert(candidates.begin(), *stated);
    for (const ReleaseSettings& limits : candidates) {
        const std::string guide = guide_of(release, limits);
        if (text == guide) return {limits, true};
        // UNPACK.txt is damaged, but its digest shows what it was.
        if (digest_of_guide(packed) == sha256_of(guide)) return {limits, false};
    }
    return {};
}

} // namespace

void repair_archives(const RunFolder& folder, const ReleaseFormat& format,
                     const ReleaseSettings& configured, const Communicator& communicator,
                     Progress::Style style, const RepairSettings& settings, RepairReport& report) {
    const fs::path release = folder.release(format.name), packed = packed_folder(release);
    const bool root = communicator.rank() == 0;
    std::error_code ignored;
    const bool are_there = communicator.broadcast(fs::exists(packed, ignored)),
               are_wanted = configured.is_packed() && is_requested(configured, format);
    if (!are_there && !are_wanted) return;
    const auto tell = [&](const std::string& what) {
        if (root) report.lines.push_back(concat(packed.filename().string(), ": ", what));
    };
    if (!are_there && settings.dry_run) {
        report.whole = false;
        return tell("is missing, although run.json requests it; must be packed");
    }
    if (!communicator.broadcast(is_complete_release(release))) return;
    std::optional<RunLock> reading;
    if (root && !settings.dry_run) reading = RunLock::for_reading_release(folder, format.name);
    if (!are_there) {
        const PackReport made = pack_locked(folder, format.name, configured, ArchiveState::unknown,
                                            communicator, style);
        report.stopped = made.stopped;
        if (!made.stopped)
            tell(concat("was missing; ", counted(made.archives, "archive"), " packed"));
        return;
    }
    Packing packing;
    if (root) packing = packing_of(release, configured);
    if (!communicator.broadcast(packing.limits.has_value())) {
        tell("contains archives of another release. Remove it, then run merge to pack again.");
        report.whole = false;
        return;
    }
    const std::vector<std::string> problems = archive_problems(packed, communicator);
    if (settings.dry_run) {
        if (problems.empty()) return;
        report.whole = false;
        tell("must be packed again, partly or completely");
        add_listed(report.lines, problems);
        return;
    }
    if (root && !packing.guide_is_whole) fs::remove(packed / k_guide);
    const ArchiveState state =
        communicator.broadcast(problems.empty()) ? ArchiveState::sound : ArchiveState::damaged;
    const PackReport done =
        pack_locked(folder, format.name, packing.limits.value_or(ReleaseSettings{}), state,
                    communicator, style);
    report.stopped = done.stopped;
    if (done.stopped || done.already_complete) return;
    tell(concat(done.written, " of ", counted(done.archives, "archive"), " packed again"));
    add_listed(report.lines, problems);
}

} // namespace ecgpress
