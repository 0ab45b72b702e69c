// `ecgpress plan`: what a run would make and cost.
#include "pipeline/plan.hpp"

#include <iostream>
#include <memory>

#include "inputs.hpp"
#include "pipeline/estimate.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct PlanOptions {
    ConfigOptions config;
    std::string out;
    TalkOptions talk;
};

ExitCode plan(const PlanOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto inputs = open_inputs(load_config(options.config.file, options.config.settings));
    if (!options.out.empty()) RunFolder(options.out).claim(*inputs);
    std::cout << describe(estimate_run(*inputs));
    return ExitCode::ok;
}

} // namespace

Subcommand add_plan(CLI::App& program) {
    CLI::App* app =
        program.add_subcommand("plan", "Tell what a run would make: pages, shards, bytes, time");
    auto options = std::make_shared<PlanOptions>();
    add_config_options(*app, options->config)->required();
    app->add_option("-o,--out", options->out,
                    "Make this the run's folder too, so that later commands need only --out")
        ->type_name("DIR");
    add_talk_options(*app, options->talk);
    app->footer("Bytes and time are estimated from a few pages of each kind, really drawn. Writes "
                "nothing but "
                "the folder of --out.\n\nExamples:\n"
                "  ecgpress plan --config config/paper.yaml --set source.path=/data/ptb-xl\n"
                "  ecgpress plan --config config/demo.yaml --set pages.plain.style.dpi=300");
    return {app,
            [options](const Communicator& communicator) { return plan(*options, communicator); }};
}

} // namespace ecgpress
