// The subcommands and their options as plain texts, from what --help prints: for completion scripts
// and the manual page.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace ecgpress {

/// An option or, without names, an argument that is recognised by its position.
struct OptionText {
    std::vector<std::string> names;   ///< "-c", "--config"
    std::string value;                ///< "FILE", "N"; empty: a flag
    std::vector<std::string> choices; ///< the only values; empty: others are possible
    std::string description;
    std::string standard; ///< default value; empty: none is stated
    bool required = false, repeats = false;

    bool is_positional() const { return names.empty(); }
    bool takes_file() const { return value == "FILE"; }
    bool takes_folder() const;
};

struct CommandText {
    std::string name, description, footer;
    std::vector<OptionText> options;
};

/// The program itself (the first) and each subcommand.
std::vector<CommandText> command_table(const CLI::App& program);

/// The first sentence of a description, without its full stop.
std::string first_sentence(const std::string& text);

/// Completion scripts; `keys` are names of configuration keys.
/// @param commands  command_table() of the program
std::string bash_completion(const std::vector<CommandText>& commands,
                            const std::vector<std::string>& keys);
std::string zsh_completion(const std::vector<CommandText>& commands,
                           const std::vector<std::string>& keys);
std::string fish_completion(const std::vector<CommandText>& commands,
                            const std::vector<std::string>& keys);

/// The manual page ecgpress(1), in roff. Its list of keys is that of `ecgpress explain`.
std::string manual_page(const std::vector<CommandText>& commands);

} // namespace ecgpress
