// `ecgpress list`: prints the names that a configuration can use.
#include <iostream>
#include <memory>

#include "pipeline/reference/catalogue.hpp"
#include "subcommands.hpp"

namespace ecgpress {

Subcommand add_list(CLI::App& program) {
    CLI::App* app = program.add_subcommand(
        "list", "List the looks, presets, artifacts, layouts, formats or sources");
    auto kind = std::make_shared<std::string>();
    app->add_option("KIND", *kind, "What to list")
        ->required()
        ->check(CLI::IsMember(catalogue_kinds()));
    app->footer("Examples:\n"
                "  ecgpress list looks\n"
                "  ecgpress list formats");
    return {app, [kind](const Communicator& communicator) {
                if (communicator.rank() == 0) std::cout << catalogue_text(*kind);
                return ExitCode::ok;
            }};
}

} // namespace ecgpress
