#include "pipeline/repair/repair.hpp"

#include <optional>
#include <vector>

#include "core/error.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "pipeline/repair/repair_archives.hpp"
#include "pipeline/repair/repair_releases.hpp"
#include "pipeline/repair/repair_shards.hpp"
#include "pipeline/run/parts_folder.hpp"
#include "pipeline/run/run_lock.hpp"

namespace ecgpress {

namespace {

/// Whether a release of this format exists. Rank 0's answer is sent to all ranks, because network
/// file systems may show a folder to some ranks later than to others.
bool has_release(const RunFolder& folder, const ReleaseFormat& format,
                 const Communicator& communicator) {
    const fs::path release = folder.release(format.name);
    std::error_code ignored;
    const bool has = fs::is_directory(release, ignored) && !fs::is_empty(release, ignored);
    return communicator.broadcast(has);
}

} // namespace

RepairReport repair(RunInputs& inputs, const RunFolder& folder, const Communicator& communicator,
                    Progress::Style style, const RepairSettings& settings) {
    const Stopwatch watch;
    RepairReport report;
    std::optional<RunLock> shards; // also while releases are written from them
    if (communicator.rank() == 0 && !settings.dry_run)
        shards = RunLock::for_shards(folder, 0, shard_count(inputs.config));
    if (!settings.dry_run) remove_leftovers(folder, communicator);
    repair_shards(inputs, folder, communicator, style, settings, report);
    std::vector<const ReleaseFormat*> missing;
    for (const ReleaseFormat& format : release_formats()) {
        if (report.stopped) break;
        if (!has_release(folder, format, communicator)) {
            if (is_requested(inputs.config.release, format)) missing.push_back(&format);
            continue;
        }
        repair_release(inputs, folder, format, communicator, style, settings, report);
        if (!report.stopped)
            repair_archives(folder, format, inputs.config.release, communicator, style, settings,
                            report);
    }
    // Last, so that all others are repaired if one of these cannot be written.
    for (const ReleaseFormat* format : missing) {
        if (report.stopped) break;
        make_release(inputs, folder, *format, communicator, style, settings, report);
        if (!report.stopped)
            repair_archives(folder, *format, inputs.config.release, communicator, style, settings,
                            report);
    }
    if (communicator.rank() == 0 && !report.stopped && !settings.dry_run)
        remove_parts(folder); // all shards are complete
    report.whole = communicator.broadcast(report.whole);
    report.wall_s = watch.seconds();
    return report;
}

Config config_to_repair(const RunFolder& folder) {
    std::error_code ignored;
    if (!fs::exists(folder.root() / "run.json", ignored))
        throw ConfigError(concat(folder.root().string(),
                                 " is not a run folder: it contains no run.json. ",
                                 "A release or shards alone do not contain the configuration. ",
                                 "Use the --out of the run that wrote them."));
    return config_of_run(folder);
}

} // namespace ecgpress
