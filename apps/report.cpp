// `ecgpress report`: writes a web page with statistics of a release.
#include "views/report.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"
#include "views/chosen_pages.hpp"

namespace ecgpress {

namespace {

struct ReportOptions {
    std::string folder, output;
    std::size_t sample = 300;
    TalkOptions talk;
};

ExitCode report(const ReportOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const fs::path path = options.output.empty() ? place_beside(options.folder, "report.html")
                                                 : fs::path(options.output);
    require_name_of_web_page(path, "For images of pages use `ecgpress preview`.");
    require_outside_release(path);
    write_report(options.folder, options.sample, path);
    if (!options.talk.quiet) std::cout << "report: " << path.string() << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_report(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "report", "Write a web page with statistics of a release, as needed for a data paper");
    auto options = std::make_shared<ReportOptions>();
    app->add_option("DIR", options->folder, "A run folder or a release")->type_name("")->required();
    app->add_option("-o,--output", options->output,
                    "Web page to write; default: report.html in the run folder, or next to the "
                    "release")
        ->type_name("FILE");
    app->add_option("--sample", options->sample,
                    "Number of pages, evenly spaced, from which heart rates and file sizes are "
                    "computed")
        ->type_name("N")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
    add_talk_options(*app, options->talk);
    app->footer(
        "The web page is a single file and needs no network. The numbers of each figure are "
        "listed below it.\n\nExamples:\n"
        "  ecgpress report demo\n"
        "  ecgpress report paper/release --sample 2000 -o report.html");
    return {app,
            [options](const Communicator& communicator) { return report(*options, communicator); }};
}

} // namespace ecgpress
