// `ecgpress show`: redraws one page of the plan.
#include <memory>

#include "core/program/standard_output.hpp"
#include "core/strings.hpp"
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
    std::string run, source, output;
    bool plain = false;
    TalkOptions talk;
};

Config config_of(const ShowOptions& options) {
    if (options.run.empty() == options.config.file.empty())
        throw ConfigError(
            "expected either --run or --config. Use --run DIR for a page of a run, or --config "
            "FILE.");
    return options.run.empty() ? load_config(options.config.file, options.config.settings)
                               : config_of_run(RunFolder(options.run));
}

ExitCode show(const ShowOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const auto inputs = open_inputs(
        with_listing(at_source(config_of(options), options.source), RunFolder(options.run)));
    const PrintedPage printed = print_again(*inputs, options.index);
    const std::string output =
        options.output.empty() ? concat("page-", options.index, ".png") : options.output;
    write_picture(options.plain ? printed.rendered.image : with_labels(printed), output);
    if (!options.talk.quiet)
        print(concat("image: ", output, "\n", describe(printed, inputs->config)));
    return ExitCode::ok;
}

} // namespace

Subcommand add_show(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "show", "Redraw one page with its labels; print its plan, boxes and oracle values");
    auto options = std::make_shared<ShowOptions>();
    app->add_option("INDEX", options->index, "Page index, from 0")
        ->type_name("")
        ->required()
        ->check(at_least(0));
    add_config_options(*app, options->config);
    app->add_option("--run", options->run, "Run folder, instead of a configuration")
        ->type_name("DIR");
    add_source_option(*app, options->source);
    app->add_option("-o,--output", options->output,
                    "PNG or JPEG file to write; default: page-INDEX.png")
        ->type_name("FILE");
    app->add_flag("--plain", options->plain, "Without labels");
    add_talk_options(*app, options->talk);
    app->footer(
        "Prints the path of the image, the plan of the page as YAML, one line per lead, and the "
        "signal-to-noise ratio of\nthe signals read back by the oracle. Columns of a lead: box of "
        "the trace and box of the name in pixels, share of\nvisible samples, ratio of other leads' "
        "ink to its own ink in the crop.\n\nExamples:\n"
        "  ecgpress show 3 --run demo\n"
        "  ecgpress show 123456 --config config/million.yaml --output page.png --plain");
    return {app,
            [options](const Communicator& communicator) { return show(*options, communicator); }};
}

} // namespace ecgpress
