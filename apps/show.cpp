// `ecgpress show`: one page of the plan, made again.
#include <iostream>
#include <memory>

#include "inputs.hpp"
#include "subcommands.hpp"
#include "views/pictures.hpp"

namespace ecgpress {

namespace {

struct ShowOptions {
    std::uint64_t index = 0;
    ConfigOptions config;
    std::string run, output;
    bool plain = false;
    TalkOptions talk;
};

Config config_of(const ShowOptions& options) {
    if (options.run.empty() == options.config.file.empty())
        throw ConfigError(
            "which plan is meant is not clear (one of --config and --run is needed) give --run DIR "
            "for a page of a run, or --config FILE");
    return options.run.empty() ? load_config(options.config.file, options.config.settings)
                               : RunFolder(options.run).config();
}

ExitCode show(const ShowOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto inputs = open_inputs(config_of(options));
    write_picture(show_page(*inputs, options.index, !options.plain), options.output);
    if (!options.talk.quiet)
        std::cout << "page " << options.index << " is in " << options.output << '\n'
                  << plan_json(inputs->plan->page(options.index), inputs->config) << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_show(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "show", "Make one page again, with its labels drawn over it, and print its plan");
    auto options = std::make_shared<ShowOptions>();
    app->add_option("INDEX", options->index, "The page's index, from 0")->type_name("")->required();
    add_config_options(*app, options->config);
    app->add_option("--run", options->run, "The --out of a run, instead of a configuration")
        ->type_name("DIR");
    app->add_option("-o,--output", options->output, "Where the picture goes, a PNG file")
        ->type_name("FILE")
        ->required();
    app->add_flag("--plain", options->plain, "The page alone, without its labels");
    add_talk_options(*app, options->talk);
    app->footer("Examples:\n"
                "  ecgpress show 3 --run demo --output page.png\n"
                "  ecgpress show 123456 --config config/million.yaml --output page.png --plain");
    return {app,
            [options](const Communicator& communicator) { return show(*options, communicator); }};
}

} // namespace ecgpress
