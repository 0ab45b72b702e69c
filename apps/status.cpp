// `ecgpress status`: the progress of a run.
#include "pipeline/run/status.hpp"

#include <iostream>
#include <memory>

#include "core/program/standard_output.hpp"
#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct StatusOptions {
    std::string folder, part;
    std::size_t parts = 0;
};

ExitCode show_status(const StatusOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    const RunStatus status = status_of(RunFolder(options.folder));
    if (!options.part.empty())
        return is_made(status, part_from(options.part)) ? ExitCode::ok : ExitCode::again;
    if (options.parts > 0)
        std::cout << unfinished_parts(status, options.parts) << std::endl;
    else
        print(describe(status));
    return ExitCode::ok;
}

} // namespace

Subcommand add_status(CLI::App& program) {
    CLI::App* app =
        program.add_subcommand("status", "Show the progress of a run and the next command to type");
    auto options = std::make_shared<StatusOptions>();
    app->add_option("DIR", options->folder, "The folder of a run (its --out)")
        ->type_name("")
        ->required();
    app->add_option("--parts", options->parts,
                    "Print only those of K parts of the run that have missing shards, for example "
                    "0-3,7")
        ->type_name("K")
        ->check(CLI::PositiveNumber);
    app->add_option(
           "--part", options->part,
           "Print nothing. The exit code is 0 if all shards of part I of K (I starts at 0) "
           "are complete, else 75")
        ->type_name("I/K");
    app->footer("Reads only the run's files, on any host.\n\nExamples:\n"
                "  ecgpress status million\n"
                "  ecgpress status million --parts 16");
    return {app, [options](const Communicator& communicator) {
                return show_status(*options, communicator);
            }};
}

} // namespace ecgpress
