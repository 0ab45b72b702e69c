// `ecgpress verify`: is a release, or are shards, whole and within all rules?
#include "pipeline/verify/verify.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct VerifyOptions {
    std::string folder;
    VerifySettings settings;
    TalkOptions talk;
};

ExitCode verify_folder(const VerifyOptions& options, const Communicator& communicator) {
    start_log(options.talk.level(), communicator.rank(), communicator.size());
    const VerifyReport report = verify(options.folder, communicator, options.settings);
    if (communicator.rank() == 0) std::cout << describe(report) << std::flush;
    // Only rank 0 knows, but all ranks must end alike: a launcher takes the first code that it
    // sees.
    const bool whole = communicator.broadcast(report.problem_count == 0 ? "whole" : "") == "whole";
    return whole ? ExitCode::ok : ExitCode::data;
}

} // namespace

Subcommand add_verify(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "verify", "Check a release or shards: checksums, counts, every label's rule");
    auto options = std::make_shared<VerifyOptions>();
    app->add_option("DIR", options->folder, "A release, a folder of shards, or the --out of a run")
        ->type_name("")
        ->required();
    app->add_flag("--oracle", options->settings.oracle,
                  "Read every page's trace truth and masks back to signals, and tell the signal to "
                  "noise ratio");
    add_talk_options(*app, options->talk);
    app->footer("Names every file that is missing, damaged or breaks a rule; exit code 3 if there "
                "is one.\n\nExamples:\n"
                "  ecgpress verify demo\n"
                "  ecgpress verify --oracle demo/release\n"
                "  mpirun -n 8 ecgpress verify million/release");
    return {app, [options](const Communicator& communicator) {
                return verify_folder(*options, communicator);
            }};
}

} // namespace ecgpress
