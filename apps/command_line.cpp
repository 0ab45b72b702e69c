#include "command_line.hpp"

#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"
#include "help_formatter.hpp"
#include "jobs.hpp"
#include "libraries.hpp"

namespace ecgpress {

namespace {

/// `unknown subcommand "runn". Did you mean "run"?`
std::string unknown_text(const CLI::App& program, const char* what, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* app : program.get_subcommands({})) names.push_back(app->get_name());
    const std::string nearest = nearest_name(word, names);
    return concat("unknown ", what, " \"", word, "\"",
                  nearest.empty() ? "." : concat(". Did you mean \"", nearest, "\"?"));
}

/// About the first word if there is no valid subcommand; otherwise the parser's message.
std::string problem_text(const CLI::App& program, const CLI::Error& error) {
    const std::vector<std::string> words = program.remaining();
    if (!program.get_subcommands().empty() || words.empty()) return concat(error.what(), ".");
    return unknown_text(program, "subcommand or option", words.front());
}

std::string failure_text(const CLI::App* program, const CLI::Error& error) {
    const auto chosen = program->get_subcommands();
    const std::string subcommand = chosen.empty() ? "" : " " + chosen.front()->get_name();
    return concat(program->get_name(), ": error: ", problem_text(*program, error), " See `",
                  program->get_name(), subcommand, " --help`.\n");
}

} // namespace

const CLI::App& subcommand_named(const CLI::App& program, const std::string& name) {
    for (const CLI::App* app : program.get_subcommands({}))
        if (app->get_name() == name) return *app;
    throw ConfigError(concat(unknown_text(program, "subcommand", name), " `", program.get_name(),
                             " help` lists them."));
}

CommandLine::CommandLine()
    : program_("Generates ECG image datasets with exact labels from ECG recordings. A seed "
               "determines every page;\nthe output does not depend on the number of MPI ranks.",
               "ecgpress") {
    program_.formatter(std::make_shared<HelpFormatter>()); // of the subcommands, too
    program_.set_version_flag("--version", std::function<std::string()>(version_text));
    program_.require_subcommand(1);
    program_.failure_message(failure_text);
    program_.footer("Examples:\n"
                    "  ecgpress init --for detection\n"
                    "  ecgpress run --config config/demo.yaml --out demo\n"
                    "  ecgpress verify demo\n"
                    "  ecgpress show 3 --run demo --output page.png\n"
                    "Exit codes: 0 success, 1 internal error, 2 configuration or command line, 3 "
                    "data, 4 input or output,\n75 stopped on request (run the same command to "
                    "resume).");
    for (const auto add : {add_init, add_run, add_plan, add_generate, add_merge, add_status,
                           add_verify, add_repair, add_show, add_preview, add_report, add_explain,
                           add_list, add_simulate, add_bench, add_completion, add_help})
        subcommands_.push_back(add(program_));
}

ExitCode CommandLine::act(int argc, const char* const* argv, const Communicator& communicator) {
    try {
        program_.parse(argc, argv);
    } catch (const CLI::ParseError& error) { // also thrown for --help and --version
        std::ostringstream out, complaint;
        const bool asked = program_.exit(error, out, complaint) == 0;
        if (communicator.rank() == 0) {
            std::cout << out.str() << std::flush;
            std::cerr << complaint.str() << std::flush;
        }
        return asked ? ExitCode::ok : ExitCode::configuration;
    }
    for (const Subcommand& subcommand : subcommands_) {
        if (!subcommand.app->parsed()) continue;
        const auto code =
            act_with_own_ranks(*subcommand.app, {argv + 1, argv + argc}, communicator);
        return code ? *code : subcommand.act(communicator);
    }
    return ExitCode::ok;
}

} // namespace ecgpress
