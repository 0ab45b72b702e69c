// `ecgpress preview`: shows pages of a release in a web page or in one image.
#include "views/preview.hpp"

#include <iostream>
#include <memory>

#include "core/strings.hpp"
#include "options.hpp"
#include "subcommands.hpp"
#include "views/chosen_pages.hpp"
#include "views/pictures.hpp"

namespace ecgpress {

namespace {

struct PreviewOptions {
    std::string folder, output, contact_sheet;
    PageChoice choice;
    bool single_file = false;
    TalkOptions talk;
};

ExitCode preview(const PreviewOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    if (!options.contact_sheet.empty()) {
        require_outside_release(options.contact_sheet);
        write_picture(contact_sheet_of(options.folder, options.choice), options.contact_sheet);
        if (!options.talk.quiet) std::cout << "contact sheet: " << options.contact_sheet << '\n';
    }
    if (!options.contact_sheet.empty() && options.output.empty()) return ExitCode::ok;
    const fs::path path = options.output.empty() ? place_beside(options.folder, "preview.html")
                                                 : fs::path(options.output);
    require_name_of_web_page(path, "For one image of the pages use --contact-sheet.");
    require_outside_release(path);
    const PreviewSize size =
        write_preview(options.folder, options.choice, path,
                      options.single_file ? PreviewImages::in_file : PreviewImages::beside);
    if (!options.talk.quiet)
        std::cout << "web page with " << size.shown << " of " << counted(size.pages, "page") << ": "
                  << path.string()
                  << (size.images.empty() ? "" : concat(", with ", size.images.string(), '/'))
                  << '\n';
    return ExitCode::ok;
}

} // namespace

Subcommand add_preview(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "preview", "Write a web page that shows pages with labels and plans");
    auto options = std::make_shared<PreviewOptions>();
    app->add_option("DIR", options->folder, "A run folder or a release")->type_name("")->required();
    app->add_option("-o,--output", options->output,
                    "Web page to write; default: preview.html in the run folder, or next to the "
                    "release")
        ->type_name("FILE");
    auto* count =
        app->add_option("-n,--count", options->choice.count,
                        "Number of pages, evenly spaced, and the other pages of their sheets")
            ->type_name("N")
            ->check(CLI::Range(1, 1000))
            ->capture_default_str();
    app->add_option("--index", options->choice.indices,
                    "Show these pages instead, for example 3,17,40")
        ->type_name("I[,I...]")
        ->delimiter(',')
        ->check(at_least(0))
        ->excludes(count);
    app->add_flag("--single-file", options->single_file,
                  "Embed all images in the web page. Without it, images of more than 20 pages are "
                  "files in a folder beside it");
    app->add_option(
           "--contact-sheet", options->contact_sheet,
           "Write one PNG or JPEG image of the pages with their boxes instead of the web page; "
           "with --output, write both")
        ->type_name("FILE");
    add_talk_options(*app, options->talk);
    app->footer("The web page needs no network. Images of more than 20 pages are in a folder "
                "beside it,\nsuch as preview-pages; --single-file embeds them.\n\nExamples:\n"
                "  ecgpress preview demo\n"
                "  ecgpress preview paper --count 48 -o look.html\n"
                "  ecgpress preview paper/release --index 3,17,40\n"
                "  ecgpress preview demo --contact-sheet sheet.png --count 6");
    return {app, [options](const Communicator& communicator) {
                return preview(*options, communicator);
            }};
}

} // namespace ecgpress
