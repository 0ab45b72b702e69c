// `ecgpress status`: how far a run is.
#include "pipeline/run/status.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct StatusOptions {
    std::string folder, part;
    std::size_t parts = 0;
};

ExitCode tell_status(const StatusOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    const RunStatus status = status_of(RunFolder(options.folder));
    if (!options.part.empty())
        return is_made(status, part_from(options.part)) ? ExitCode::ok : ExitCode::again;
    if (options.parts > 0)
        std::cout << unfinished_parts(status, options.parts) << std::endl;
    else
        std::cout << describe(status) << std::flush;
    return ExitCode::ok;
}

} // namespace

Subcommand add_status(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "status", "Tell from the files of a run how far it is, and what to do next");
    auto options = std::make_shared<StatusOptions>();
    app->add_option("DIR", options->folder, "The --out of a run")->type_name("")->required();
    app->add_option("--parts", options->parts,
                    "Print only which of K parts of the run have shards to make, as 0-3,7")
        ->type_name("K")
        ->check(CLI::PositiveNumber);
    app->add_option("--part", options->part,
                    "Say nothing: the exit code is 0 if all shards of part I (from 0) of K are "
                    "made, 75 if not")
        ->type_name("I/K");
    app->footer("Needs neither the recordings nor the machine that the run is on.\n\nExamples:\n"
                "  ecgpress status million\n"
                "  ecgpress status million --parts 16");
    return {app, [options](const Communicator& communicator) {
                return tell_status(*options, communicator);
            }};
}

} // namespace ecgpress
