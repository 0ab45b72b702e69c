// `ecgpress help`: the help of the program or of a subcommand.
#include <iostream>
#include <memory>

#include "core/strings.hpp"
#include "subcommands.hpp"

namespace ecgpress {

Subcommand add_help(CLI::App& program) {
    CLI::App* app = program.add_subcommand("help", "Show the help of a subcommand");
    auto name = std::make_shared<std::string>();
    app->add_option("VERB", *name, "A subcommand; without it, the help of the program is shown")
        ->type_name("");
    app->footer("Examples:\n"
                "  ecgpress help run");
    return {app, [name, &program](const Communicator& communicator) {
                const CLI::App& asked = name->empty() ? program : subcommand_named(program, *name);
                const std::string line =
                    concat(program.get_name(), name->empty() ? "" : " ", *name);
                // CLI::App::help() of the program would print that of the parsed subcommand.
                if (communicator.rank() == 0)
                    std::cout << program.get_formatter()->make_help(&asked, line,
                                                                    CLI::AppFormatMode::Normal);
                return ExitCode::ok;
            }};
}

} // namespace ecgpress
