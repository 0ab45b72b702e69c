// `ecgpress plan`: estimates a run's output, size and time.
#include "pipeline/plan/plan.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "core/process.hpp"
#include "core/program/standard_output.hpp"
#include "inputs.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/advice/estimate_text.hpp"
#include "pipeline/advice/hub_limits.hpp"
#include "pipeline/advice/possible_releases.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/advice/warnings.hpp"
#include "pipeline/config/load_config.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct PlanOptions {
    ConfigOptions config;
    std::string out;
    int ranks = usable_cores();
    TalkOptions talk;
};

ExitCode plan(const PlanOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto inputs = open_inputs(with_listing(
        load_config(options.config.file, options.config.settings), RunFolder(options.out)));
    require_plausible_source(*inputs);
    require_possible_releases(inputs->config);
    if (!options.out.empty()) claim_run(RunFolder(options.out), *inputs);
    keep_listing(*inputs);
    const Estimate estimate = estimate_run(*inputs);
    print(describe(inputs->config, estimate, options.ranks));
    if (!options.out.empty())
        print(describe_place(RunFolder(options.out), inputs->config, estimate));
    for (const auto& warnings :
         {warnings_of(inputs->config), reused_records(inputs->config, *inputs->plan),
          small_boxes(estimate.box_sides),
          coarse_outlines(estimate.outlines, inputs->config.release),
          beyond_hub_limits(inputs->config,
                            estimate.total(&EstimateRow::shard_bytes) /
                                static_cast<double>(std::max<std::size_t>(1, estimate.shards)))})
        for (const Warning& warning : warnings) std::cout << "warning   " << warning.text() << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_plan(CLI::App& program) {
    CLI::App* app = program.add_subcommand("plan", "Estimate a run's output, size and time");
    auto options = std::make_shared<PlanOptions>();
    add_config_options(*app, options->config)->required();
    app->add_option("-o,--out", options->out,
                    "Also create the run folder, so that later commands need only --out; prints "
                    "the free space and whether it is enough")
        ->type_name("DIR");
    app->add_option("--ranks", options->ranks,
                    "Also estimate the time on N ranks; default: the cores that may be used here")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000));
    add_talk_options(*app, options->talk);
    app->footer(
        "Size and time are estimated from a few rendered pages of each group and layout. Prints "
        "warnings about settings\nthat have no effect or are harmful. Writes nothing except the "
        "run folder of --out.\n\nExamples:\n"
        "  ecgpress plan --config config/paper.yaml --set source.path=/data/ptb-xl\n"
        "  ecgpress plan --config config/demo.yaml --set pages.plain.style.dpi=300");
    return {app,
            [options](const Communicator& communicator) { return plan(*options, communicator); }};
}

} // namespace ecgpress
