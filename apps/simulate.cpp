// `ecgpress simulate`: writes simulated recordings in the file layout of PTB-XL.
#include "pipeline/run/simulate.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct SimulateOptions {
    std::string folder;
    std::uint64_t records = 200, seed = 0;
    TalkOptions talk;
};

ExitCode simulate_tree(const SimulateOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto records = simulate(options.folder, options.seed, options.records);
    if (!options.talk.quiet)
        std::cout << options.records << " records (" << records[0] << " train, " << records[1]
                  << " val, " << records[2] << " test) written to " << options.folder
                  << ". Read them with --set source.kind=ptb-xl --set source.path="
                  << options.folder << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_simulate(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "simulate", "Write simulated recordings in the file layout of PTB-XL");
    auto options = std::make_shared<SimulateOptions>();
    app->add_option("DIR", options->folder, "An empty or new folder")->type_name("")->required();
    app->add_option("-n,--records", options->records, "Number of recordings")
        ->type_name("N")
        ->check(CLI::Range(1, 99999))
        ->capture_default_str();
    app->add_option("-s,--seed", options->seed, "Seed of the recordings")
        ->type_name("S")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    add_talk_options(*app, options->talk);
    app->footer("Examples:\n"
                "  ecgpress simulate simulated --records 50 --seed 5\n"
                "  ecgpress run --config config/demo.yaml --out trial --set source.kind=ptb-xl "
                "--set source.path=simulated");
    return {app, [options](const Communicator& communicator) {
                return simulate_tree(*options, communicator);
            }};
}

} // namespace ecgpress
