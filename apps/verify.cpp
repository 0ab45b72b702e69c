// `ecgpress verify`: checks a release or shards.
#include "pipeline/verify/verify.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct VerifyOptions {
    std::string folder, jobs;
    VerifySettings settings;
    TalkOptions talk;
};

ExitCode verify_folder(const VerifyOptions& options, const Communicator& communicator) {
    start_log(options.talk.level(), communicator.rank(), communicator.size());
    const VerifyReport report = verify(options.folder, communicator, options.settings);
    if (communicator.rank() == 0) std::cout << describe(report) << std::flush;
    // Only rank 0 has the result, but all ranks must return the same exit code: a launcher uses the
    // first one it gets.
    const bool whole = communicator.broadcast(report.problem_count == 0);
    return whole ? ExitCode::ok : ExitCode::data;
}

} // namespace

Subcommand add_verify(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "verify", "Check that a run, a release or shards are complete and correct: checksums, "
                  "counts and every label");
    auto options = std::make_shared<VerifyOptions>();
    app->add_option("DIR", options->folder,
                    "A run folder, a release, its archives, or a folder of shards")
        ->type_name("")
        ->required();
    app->add_flag("--oracle", options->settings.oracle,
                  "Also read every page back to signals from its trace truth and masks, and print "
                  "the signal-to-noise ratio");
    app->add_option("--sample", options->settings.sample,
                    "Number of pages whose files are compared with each other and with the shards, "
                    "besides checksums and rules. Default: all below 10,000 pages, else 10,000")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
    add_jobs_option(*app, options->jobs);
    add_talk_options(*app, options->talk);
    app->footer("Lists everything that is missing, corrupt, of another run or against a rule; exit "
                "code 3 if there is any. `not checked` lists what cannot be known from this "
                "folder.\n\nExamples:\n"
                "  ecgpress verify demo\n"
                "  ecgpress verify --oracle demo/release\n"
                "  ecgpress verify million/release -j auto");
    return {app, [options](const Communicator& communicator) {
                return verify_folder(*options, communicator);
            }};
}

} // namespace ecgpress
