// `ecgpress repair`: regenerates missing or corrupt files in a run folder.
#include "pipeline/repair/repair.hpp"

#include <memory>

#include "core/program/standard_output.hpp"
#include "inputs.hpp"
#include "pipeline/run/stop_notice.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct RepairOptions {
    std::string folder, source, jobs;
    RepairSettings settings;
    bool no_lock = false;
    TalkOptions talk;
};

ExitCode repair_run(const RepairOptions& options, const Communicator& communicator) {
    start_log(options.talk.level(), communicator.rank(), communicator.size());
    const StopNotice notice(communicator);
    const RunFolder folder(options.folder, {},
                           options.no_lock ? Locking::optional : Locking::required);
    const auto inputs = open_on_all_ranks(
        communicator, folder, [&] { return at_source(config_to_repair(folder), options.source); },
        [&](RunInputs& opened) {
            if (options.settings.dry_run)
                require_run(folder, opened);
            else
                claim_run(folder, opened);
            if (!options.settings.dry_run) keep_listing(opened);
        });
    const RepairReport report =
        repair(*inputs, folder, communicator, options.talk.progress(), options.settings);
    if (communicator.rank() == 0 && (!options.talk.quiet || !report.whole))
        print(describe(report, options.settings));
    return report.stopped ? ExitCode::again : report.whole ? ExitCode::ok : ExitCode::data;
}

} // namespace

Subcommand add_repair(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "repair", "Regenerate missing or corrupt files in a run's shards and releases");
    auto options = std::make_shared<RepairOptions>();
    app->add_option("DIR", options->folder, "Run folder")->type_name("DIR")->required();
    app->add_flag("--dry-run", options->settings.dry_run,
                  "Only list problems; exit code 3 if there are any");
    add_source_option(*app, options->source);
    add_jobs_option(*app, options->jobs);
    add_lock_option(*app, options->no_lock);
    add_talk_options(*app, options->talk);
    add_progress_option(*app, options->talk);
    app->footer(
        "Valid pages are kept, the others are redrawn from the plan. All repaired files are "
        "byte-identical to the originals.\nFiles that belong to no release are reported and "
        "not changed (exit code 3). If a stop is requested, the exit code\nis 75; run the "
        "same command to resume.\n\nExamples:\n"
        "  ecgpress repair --dry-run demo\n"
        "  ecgpress repair demo\n"
        "  ecgpress repair -j auto million");
    return {app, [options](const Communicator& communicator) {
                return repair_run(*options, communicator);
            }};
}

} // namespace ecgpress
