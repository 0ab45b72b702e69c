// `ecgpress bench`: measures the load on rank 0 with many simulated ranks.
#include <iostream>
#include <memory>

#include "core/numbers.hpp"
#include "inputs.hpp"
#include "pipeline/advice/dry_run.hpp"
#include "pipeline/config/load_config.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct BenchOptions {
    ConfigOptions config;
    int ranks = 0;
    std::uint64_t pages = 1000000;
    double pages_per_s = 20;
};

ExitCode dry_run(const BenchOptions& options, const Communicator& communicator) {
    if (communicator.size() > 1) {
        const double rate = hand_outs_per_s(communicator);
        if (communicator.rank() == 0)
            std::cout << "real      " << fixed(rate, 0) << " assignments/s to "
                      << communicator.size() << " ranks that do nothing else\n";
    }
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(LogLevel::normal, 0, communicator.size());
    const auto inputs = open_inputs(load_config(options.config.file, options.config.settings));
    const DryRun run =
        play_run(inputs->config, inputs->source->catalogue(), options.pages, options.ranks);
    std::cout << describe(run, options.pages_per_s);
    return ExitCode::ok;
}

} // namespace

Subcommand add_bench(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "bench", "Measure the load on rank 0 with many simulated ranks; renders no pages");
    auto options = std::make_shared<BenchOptions>();
    add_config_options(*app, options->config)->required();
    app->add_option("--dry-run-ranks", options->ranks, "Number of simulated ranks")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000))
        ->required();
    app->add_option("--pages", options->pages,
                    "Pages of the simulated run; all groups are enlarged by the same factor")
        ->type_name("P")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100000000000}))
        ->capture_default_str();
    app->add_option("--pages-per-s", options->pages_per_s, "Pages/s that each rank renders")
        ->type_name("X")
        ->check(CLI::Range(1e-3, 1e6))
        ->capture_default_str();
    app->footer("`./run bench` measures the time per page; docs/scaling.md combines both.\nUnder "
                "mpirun, this command also measures task assignments between the real "
                "ranks.\n\nExamples:\n"
                "  ecgpress bench --dry-run-ranks 10000 --pages 100000000 --config "
                "config/million.yaml --set source.kind=simulated");
    return {app, [options](const Communicator& communicator) {
                return dry_run(*options, communicator);
            }};
}

} // namespace ecgpress
