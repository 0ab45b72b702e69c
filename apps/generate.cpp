// `ecgpress generate`: the shards.
#include "pipeline/generate.hpp"

#include <iostream>
#include <memory>

#include "inputs.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

ExitCode generate_shards(const RunOptions& options, const Communicator& communicator) {
    const RunFolder folder(options.out);
    const auto inputs = open_run(options, folder, communicator);
    const GenerateReport report = generate(*inputs, folder, communicator, options.talk.progress());
    if (communicator.rank() == 0 && !options.talk.quiet) std::cout << describe(report);
    return ExitCode::ok;
}

} // namespace

Subcommand add_generate(CLI::App& program) {
    CLI::App* app = program.add_subcommand("generate", "Print the pages into DIR/shards");
    auto options = std::make_shared<RunOptions>();
    add_run_options(*app, *options);
    app->footer("Shards that are finished are kept; the same command again makes the missing "
                "ones.\n\nExamples:\n"
                "  mpirun -n 8 ecgpress generate --config config/million.yaml --out million\n"
                "  srun --mpi=pmix ecgpress generate --config config/million.yaml --out million");
    return {app, [options](const Communicator& communicator) {
                return generate_shards(*options, communicator);
            }};
}

} // namespace ecgpress
