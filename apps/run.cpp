// `ecgpress run`: generate, then merge.
#include <memory>

#include "core/program/standard_output.hpp"
#include "inputs.hpp"
#include "pipeline/run/generate.hpp"
#include "pipeline/run/stop_notice.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

ExitCode run(const RunOptions& options, const Communicator& communicator) {
    start_log(options.talk.level(), communicator.rank(), communicator.size());
    const StopNotice notice(communicator);
    const RunFolder folder = folder_of(options);
    const auto inputs = open_run(options, folder, communicator);
    const GenerateReport made = generate(*inputs, folder, communicator, options.talk.progress());
    if (communicator.rank() == 0 && !options.talk.quiet) print(describe(made));
    if (made.stopped) return ExitCode::again;
    return make_releases(*inputs, folder, options.talk, communicator);
}

} // namespace

Subcommand add_run(CLI::App& program) {
    CLI::App* app = program.add_subcommand("run", "Generate a release: generate, then merge");
    auto options = std::make_shared<RunOptions>();
    add_run_options(*app, *options);
    add_jobs_option(*app, options->jobs);
    add_scratch_option(*app, *options);
    add_release_options(*app, *options);
    app->footer("Writes DIR/shards, DIR/release and DIR/logs. The same command resumes an "
                "interrupted run. After SIGUSR1,\nSIGTERM or Ctrl-C, each rank finishes its page "
                "and the exit code is 75. An mpirun that is interrupted itself\nends with 1; use "
                "kill -USR1 for a clean stop.\n\nExamples:\n"
                "  ecgpress run --config config/demo.yaml --out demo\n"
                "  ecgpress run -j auto --config config/paper.yaml --out paper --set "
                "source.path=/data/ptb-xl\n"
                "  ecgpress run --config config/demo.yaml --out big --set seed=7 --set "
                "pages.plain.count=500\n"
                "  ecgpress run --out demo");
    return {app,
            [options](const Communicator& communicator) { return run(*options, communicator); }};
}

} // namespace ecgpress
