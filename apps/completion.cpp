// `ecgpress completion`: prints a completion script for a shell.
#include <iostream>
#include <memory>

#include "command_table.hpp"
#include "pipeline/reference/key_list.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

struct Shell {
    const char* name;
    std::string (*script)(const std::vector<CommandText>& commands,
                          const std::vector<std::string>& keys);
};

constexpr Shell k_shells[] = {
    {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

std::vector<std::string> shell_names() {
    std::vector<std::string> names;
    for (const Shell& shell : k_shells) names.emplace_back(shell.name);
    return names;
}

} // namespace

Subcommand add_completion(CLI::App& program) {
    CLI::App* app = program.add_subcommand("completion", "Print a completion script for a shell");
    auto name = std::make_shared<std::string>();
    app->add_option("SHELL", *name, "The shell")->required()->check(CLI::IsMember(shell_names()));
    app->footer("An installation has these scripts where the shells look for them.\n\nExamples:\n"
                "  source <(ecgpress completion bash)\n"
                "  source <(ecgpress completion zsh)\n"
                "  ecgpress completion fish | source");
    return {app, [name, &program](const Communicator& communicator) {
                std::vector<std::string> keys;
                for (const KeyInfo& key : all_keys()) keys.push_back(key.path);
                for (const Shell& shell : k_shells)
                    if (communicator.rank() == 0 && *name == shell.name)
                        std::cout << shell.script(command_table(program), keys);
                return ExitCode::ok;
            }};
}

} // namespace ecgpress
