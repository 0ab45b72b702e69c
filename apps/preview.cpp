// `ecgpress preview`: a sheet of a release's pages.
#include "pipeline/preview.hpp"

#include <iostream>
#include <memory>

#include "options.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

struct PreviewOptions {
    std::string folder, output;
    std::size_t pages = 6;
    TalkOptions talk;
};

/// A run's folder is taken for the release in it.
fs::path release_in(const fs::path& folder) {
    std::error_code ignored;
    const bool run = !fs::exists(folder / "manifest.csv", ignored) &&
                     fs::exists(folder / "release" / "manifest.csv", ignored);
    return run ? folder / "release" : folder;
}

ExitCode preview(const PreviewOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    write_picture(preview_release(release_in(options.folder), options.pages), options.output);
    if (!options.talk.quiet) std::cout << "the sheet is in " << options.output << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_preview(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "preview", "Put some pages of a release, with their boxes as stored, on one sheet");
    auto options = std::make_shared<PreviewOptions>();
    app->add_option("DIR", options->folder, "A release, or the --out of a run")
        ->type_name("")
        ->required();
    app->add_option("-o,--output", options->output, "Where the picture goes, a PNG file")
        ->type_name("FILE")
        ->required();
    app->add_option("-n,--pages", options->pages, "How many pages, evenly over the release")
        ->type_name("N")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    add_talk_options(*app, options->talk);
    app->footer("Examples:\n"
                "  ecgpress preview demo/release --output sheet.png\n"
                "  ecgpress preview paper --output sheet.png --pages 12");
    return {app, [options](const Communicator& communicator) {
                return preview(*options, communicator);
            }};
}

} // namespace ecgpress
