// `ecgpress generate`: the shards.
#include "pipeline/run/generate.hpp"

#include <iostream>
#include <memory>

#include "inputs.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct GenerateOptions {
    RunOptions run;
    std::string part;
};

ExitCode generate_shards(const GenerateOptions& options, const Communicator& communicator) {
    const RunPart part = options.part.empty() ? RunPart{} : part_from(options.part);
    const RunFolder folder(options.run.out, scratch_folder(options.run));
    const auto inputs = open_run(options.run, folder, communicator);
    const GenerateReport report =
        generate(*inputs, folder, communicator, options.run.talk.progress(), part);
    if (communicator.rank() == 0 && !options.run.talk.quiet) std::cout << describe(report);
    return report.stopped ? ExitCode::again : ExitCode::ok;
}

} // namespace

Subcommand add_generate(CLI::App& program) {
    CLI::App* app = program.add_subcommand("generate", "Print the pages into DIR/shards");
    auto options = std::make_shared<GenerateOptions>();
    add_run_options(*app, options->run);
    add_scratch_option(*app, options->run);
    app->add_option("--part", options->part,
                    "Make only part I (from 0) of K like parts of the run's shards, as one job of "
                    "a job array")
        ->type_name("I/K");
    app->footer("Shards that are finished are kept; the same command again makes the missing "
                "ones. SIGUSR1, SIGTERM and\nCtrl-C ask it to stop: each rank ends its page, "
                "nothing is lost, and the exit code is 75 (run me again).\n\nExamples:\n"
                "  mpirun -n 8 ecgpress generate --config config/million.yaml --out million\n"
                "  srun --mpi=pmix ecgpress generate --config config/million.yaml --out million\n"
                "  ecgpress generate --out million --part 3/16");
    return {app, [options](const Communicator& communicator) {
                return generate_shards(*options, communicator);
            }};
}

} // namespace ecgpress
