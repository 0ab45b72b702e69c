// `ecgpress show`: one page of the plan, made again.
#include <iostream>
#include <memory>

#include "core/text.hpp"
#include "inputs.hpp"
#include "pipeline/config/load_config.hpp"
#include "subcommands.hpp"
#include "views/page_report.hpp"
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
                               : config_of_run(RunFolder(options.run));
}

ExitCode show(const ShowOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto inputs = open_inputs(config_of(options));
    const PrintedPage printed = print_again(*inputs, options.index);
    const std::string output =
        options.output.empty() ? concat("page-", options.index, ".png") : options.output;
    write_picture(options.plain ? printed.rendered.image : with_labels(printed), output);
    if (!options.talk.quiet)
        std::cout << "picture: " << output << '\n' << describe(printed, inputs->config);
    return ExitCode::ok;
}

} // namespace

Subcommand add_show(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "show",
        "Make one page again, with its labels drawn over it; print its plan, boxes and read-back");
    auto options = std::make_shared<ShowOptions>();
    app->add_option("INDEX", options->index, "The page's index, from 0")->type_name("")->required();
    add_config_options(*app, options->config);
    app->add_option("--run", options->run, "The --out of a run, instead of a configuration")
        ->type_name("DIR");
    app->add_option("-o,--output", options->output,
                    "Where the picture goes, a PNG file; page-INDEX.png if not given")
        ->type_name("FILE");
    app->add_flag("--plain", options->plain, "The page alone, without its labels");
    add_talk_options(*app, options->talk);
    app->footer(
        "Prints the picture's path, the page's plan as YAML, a line a printed lead (the box "
        "of its trace and that of\nits name in pixels, the share of its samples that can be "
        "seen, other leads' ink over its own in its crop),\nand the signal to noise ratio of "
        "its signals read back.\n\nExamples:\n"
        "  ecgpress show 3 --run demo\n"
        "  ecgpress show 123456 --config config/million.yaml --output page.png --plain");
    return {app,
            [options](const Communicator& communicator) { return show(*options, communicator); }};
}

} // namespace ecgpress
