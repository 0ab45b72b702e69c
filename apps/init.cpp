// `ecgpress init`: writes a commented configuration to start from.
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "core/file.hpp"
#include "core/log.hpp"
#include "core/program/shell_word.hpp"
#include "core/program/standard_output.hpp"
#include "core/strings.hpp"
#include "options.hpp"
#include "pipeline/advice/starter_config.hpp"
#include "pipeline/config/load_config.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct InitOptions {
    std::string purpose = "everything", output = "ecgpress.yaml";
    TalkOptions talk;
};

/// @throws ConfigError
[[noreturn]] void refuse(const std::string& path) {
    throw ConfigError(concat(path, " exists. `ecgpress init` overwrites nothing. Use --out with ",
                             "another name, or delete it."));
}

ExitCode write_starter(const InitOptions& options, const Communicator& communicator) {
    if (communicator.rank() != 0) return ExitCode::ok;
    start_log(options.talk.level(), 0, communicator.size());
    const fs::path path = options.output;
    if (fs::symlink_status(path).type() != fs::file_type::not_found) refuse(options.output);
    const char* const ptbxl = std::getenv("ECGPRESS_PTBXL");
    const MachineFacts facts = machine_facts(ptbxl == nullptr ? "" : ptbxl, fs::absolute(path));
    const auto text_with = [&](const std::string& measured) {
        return starter_config(options.purpose, options.output, facts, measured);
    };
    // Opens what a run would open, so the file that is written can be run.
    const auto inputs = open_inputs(parse_config(text_with(""), options.output, {}));
    const Estimate estimate = estimate_run(*inputs);
    if (!write_file_once(path, text_with(measured_text(*inputs, estimate, facts))))
        refuse(options.output);
    if (options.talk.quiet) return ExitCode::ok;
    const std::string word = shell_word(options.output);
    print(concat("wrote     ", options.output, ": ", counted(inputs->config.page_count(), "page"),
                 " for ", options.purpose, ", from ",
                 facts.ptbxl.empty() ? "simulated recordings" : facts.ptbxl,
                 "\nnext      edit it, then\n          ecgpress plan --config ", word,
                 "\n          ecgpress run --config ", word, " --out ",
                 shell_word(path.stem().string() + "-run"), " -j auto\n"));
    return ExitCode::ok;
}

} // namespace

Subcommand add_init(CLI::App& program) {
    CLI::App* app = program.add_subcommand("init", "Write a commented configuration to start from");
    auto options = std::make_shared<InitOptions>();
    app->add_option("--for", options->purpose, "What the pages are for: their datasets")
        ->type_name("PURPOSE")
        ->check(CLI::IsMember(starter_purposes()))
        ->capture_default_str();
    app->add_option("-o,--out", options->output, "File to write. It must not exist")
        ->type_name("FILE")
        ->capture_default_str();
    add_talk_options(*app, options->talk);
    app->footer(
        "The file states the cores and the free space of this machine, and the time and size "
        "of its pages, which are\nmeasured in a few seconds. Recordings are those of PTB-XL "
        "if the environment variable ECGPRESS_PTBXL\nnames its folder; otherwise they are "
        "simulated.\n\nExamples:\n"
        "  ecgpress init\n"
        "  ecgpress init --for detection --out detection.yaml");
    return {app, [options](const Communicator& communicator) {
                return write_starter(*options, communicator);
            }};
}

} // namespace ecgpress
