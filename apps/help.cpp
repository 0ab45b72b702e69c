// `ecgpress help`: the help of the program or of a subcommand.
#include <iostream>
#include <memory>

#include "command_table.hpp"
#include "core/strings.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct HelpOptions {
    std::string name;
    bool manual = false;
};

/// @param name  of a subcommand; empty: the program's help
std::string help_of(const CLI::App& program, const std::string& name) {
    const CLI::App& asked = name.empty() ? program : subcommand_named(program, name);
    const std::string line = concat(program.get_name(), name.empty() ? "" : " ", name);
    // CLI::App::help() of the program would print that of the parsed subcommand.
    return program.get_formatter()->make_help(&asked, line, CLI::AppFormatMode::Normal);
}

} // namespace

Subcommand add_help(CLI::App& program) {
    CLI::App* app = program.add_subcommand("help", "Show the help of a subcommand");
    auto options = std::make_shared<HelpOptions>();
    CLI::Option* name = app->add_option(
        "VERB", options->name, "A subcommand; without it, the help of the program is shown");
    name->type_name("");
    app->add_flag("--man", options->manual, "Print the manual page, in roff")->excludes(name);
    app->footer("Examples:\n"
                "  ecgpress help run\n"
                "  ecgpress help --man | man -l -");
    return {app, [options, &program](const Communicator& communicator) {
                const std::string text = options->manual ? manual_page(command_table(program))
                                                         : help_of(program, options->name);
                if (communicator.rank() == 0) std::cout << text;
                return ExitCode::ok;
            }};
}

} // namespace ecgpress
