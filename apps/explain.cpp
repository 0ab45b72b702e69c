// `ecgpress explain`: prints the meaning and the allowed values of a key of the configuration.
#include "pipeline/reference/explain.hpp"

#include <iostream>
#include <memory>

#include "pipeline/reference/schema.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct ExplainOptions {
    std::string key;
    bool schema = false, markdown = false;
};

ExitCode explain_key(const ExplainOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    std::cout << (options.schema        ? config_schema()
                  : options.markdown    ? key_tables()
                  : options.key.empty() ? explain_all()
                                        : explain(options.key));
    return ExitCode::ok;
}

} // namespace

Subcommand add_explain(CLI::App& program) {
    CLI::App* app = program.add_subcommand("explain", "Explain a key of the configuration");
    auto options = std::make_shared<ExplainOptions>();
    app->add_option("KEY", options->key,
                    "A key, or a prefix of keys; without it, the blocks of the configuration are "
                    "listed")
        ->type_name("");
    CLI::Option* schema = app->add_flag("--schema", options->schema,
                                        "Print the JSON Schema of a configuration, for editors");
    app->add_flag("--markdown", options->markdown, "Print the tables of docs/configuration.md")
        ->excludes(schema);
    app->footer("Examples:\n"
                "  ecgpress explain style.dpi\n"
                "  ecgpress explain pages.demo.count\n"
                "  ecgpress explain style\n"
                "  ecgpress explain --schema > config.schema.json");
    return {app, [options](const Communicator& communicator) {
                return explain_key(*options, communicator);
            }};
}

} // namespace ecgpress
