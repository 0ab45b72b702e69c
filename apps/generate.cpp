// `ecgpress generate`: writes the shards of a run.
#include "pipeline/run/generate.hpp"

#include <memory>

#include "core/program/standard_output.hpp"
#include "inputs.hpp"
#include "pipeline/run/stop_notice.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct GenerateOptions {
    RunOptions run;
    std::string part;
};

/// A part of the shards says nothing on the others.
std::string next_after_generate(const RunFolder& folder, const RunPart& part) {
    return concat("next      ecgpress ", part.count == 1 ? "merge --out " : "status ",
                  folder.root().string(), "\n");
}

ExitCode generate_shards(const GenerateOptions& options, const Communicator& communicator) {
    const RunPart part = options.part.empty() ? RunPart{} : part_from(options.part);
    start_log(options.run.talk.level(), communicator.rank(), communicator.size());
    const StopNotice notice(communicator);
    const RunFolder folder = folder_of(options.run);
    const auto inputs = open_run(options.run, folder, communicator);
    const GenerateReport report =
        generate(*inputs, folder, communicator, options.run.talk.progress(), part);
    if (communicator.rank() == 0 && !options.run.talk.quiet)
        print(describe(report) + (report.stopped ? "" : next_after_generate(folder, part)));
    return report.stopped ? ExitCode::again : ExitCode::ok;
}

} // namespace

Subcommand add_generate(CLI::App& program) {
    CLI::App* app =
        program.add_subcommand("generate", "Draw the pages and write them to DIR/shards");
    auto options = std::make_shared<GenerateOptions>();
    add_run_options(*app, options->run);
    add_jobs_option(*app, options->run.jobs);
    add_scratch_option(*app, options->run);
    app->add_option(
           "--part", options->part,
           "Write only part I of K equal parts of the run's shards (I starts at 0), as one "
           "job of a job array")
        ->type_name("I/K");
    app->footer(
        "Complete shards are kept. The same command resumes an interrupted run. After SIGUSR1, "
        "SIGTERM or Ctrl-C,\neach rank finishes its page, no page is lost, and the exit code "
        "is 75 (run the same command to resume).\n\nExamples:\n"
        "  ecgpress generate -j 8 --config config/million.yaml --out million\n"
        "  srun --mpi=pmix ecgpress generate --config config/million.yaml --out million\n"
        "  ecgpress generate --out million --part 3/16");
    return {app, [options](const Communicator& communicator) {
                return generate_shards(*options, communicator);
            }};
}

} // namespace ecgpress
