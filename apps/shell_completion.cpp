// Completion scripts for bash, zsh and fish.
#include <algorithm>

#include "command_table.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

using Commands = std::vector<CommandText>;
using Names = std::vector<std::string>;

constexpr const char* k_origin = "written by `ecgpress completion ";

Names verbs_of(const Commands& commands) {
    Names names;
    for (std::size_t i = 1; i < commands.size(); ++i) names.push_back(commands[i].name);
    return names;
}

/// The names of all options of a command.
Names option_names(const CommandText& command) {
    Names names;
    for (const OptionText& option : command.options)
        names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

/// A text in single quotes. @param quote  what stands for a quote within them
std::string quoted(const std::string& text, const char* quote = "'\\''") {
    std::string out;
    for (const char c : text) out += c == '\'' ? std::string(quote) : std::string(1, c);
    return concat('\'', out, '\'');
}

constexpr const char* k_fish_quote = "\\'";

/// What a value is completed with, apart from a fixed list.
enum class Values { none, list, files, folders, keys, settings, verbs };

Values values_of(const OptionText& option) {
    if (!option.choices.empty()) return Values::list;
    if (option.takes_file()) return Values::files;
    if (option.takes_folder()) return Values::folders;
    if (option.value == "KEY") return Values::keys;
    if (option.value == "KEY=VALUE") return Values::settings;
    return option.value == "VERB" ? Values::verbs : Values::none;
}

std::string bash_values(const OptionText& option) {
    switch (values_of(option)) {
    case Values::list:
        return concat("_ecgpress_words ", quoted(join(option.choices, " ")));
    case Values::files:
        return "_ecgpress_paths -f";
    case Values::folders:
        return "_ecgpress_paths -d";
    case Values::keys:
        return "_ecgpress_words \"$keys\"";
    case Values::settings:
        return "_ecgpress_settings";
    case Values::verbs:
        return "_ecgpress_words \"$verbs\"";
    case Values::none:
        return ":";
    }
    return "";
}

/// The lines of `case` for one command: the values of its options, then other words.
std::string bash_cases(const CommandText& command) {
    std::string text, other = ":";
    for (const OptionText& option : command.options) {
        if (option.is_positional()) other = bash_values(option);
        if (option.is_positional() || option.value.empty()) continue;
        Names patterns;
        for (const std::string& name : option.names)
            patterns.push_back(concat(command.name, ':', name));
        text += concat("    ", join(patterns, " | "), ") ", bash_values(option), "; return ;;\n");
    }
    return concat(text, "    ", command.name, ":*)\n        if [[ $cur == -* ]]; then\n",
                  "            _ecgpress_words ", quoted(join(option_names(command), " ")),
                  "\n        else\n            ", other, "\n        fi ;;\n");
}

/// A text in a description of zsh's _arguments or _describe.
std::string zsh_text(const std::string& text) {
    std::string out;
    for (const char c : first_sentence(text)) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_values(const OptionText& option) {
    switch (values_of(option)) {
    case Values::list:
        return concat('(', join(option.choices, " "), ')');
    case Values::files:
        return "_files";
    case Values::folders:
        return "_files -/";
    case Values::keys:
        return "($keys)";
    case Values::settings:
        return "_ecgpress_settings";
    case Values::verbs:
        return "($verbs)";
    case Values::none:
        return " ";
    }
    return "";
}

/// One specification for _arguments. Lists of keys and verbs are variables of the script.
std::string zsh_spec(const OptionText& option) {
    if (option.is_positional() && values_of(option) == Values::none) return "";
    const std::string value =
        option.value.empty() ? "" : concat(':', option.value, ':', zsh_values(option));
    // A `$` is expanded when the script runs.
    const auto word = [](const std::string& text) {
        return text.find('$') == std::string::npos ? quoted(text) : concat('"', text, '"');
    };
    if (option.is_positional()) return concat(" \\\n            ", word(concat('1', value)));
    std::string text;
    for (const std::string& name : option.names) {
        const std::string before = option.repeats ? "*" : concat('(', join(option.names, " "), ')');
        text += concat(" \\\n            ",
                       word(concat(before, name, '[', zsh_text(option.description), ']', value)));
    }
    return text;
}

std::string fish_values(const OptionText& option) {
    switch (values_of(option)) {
    case Values::list:
        return concat(" -x -a ", quoted(join(option.choices, " ")));
    case Values::files:
        return " -r -F";
    case Values::folders:
        return " -x -a '(__fish_complete_directories)'";
    case Values::keys:
        return " -x -a \"$ecgpress_keys\"";
    case Values::settings:
        return " -x -a \"$ecgpress_settings\"";
    case Values::verbs:
        return " -x -a \"$ecgpress_verbs\"";
    case Values::none:
        return " -x";
    }
    return "";
}

std::string fish_option(const std::string& condition, const OptionText& option) {
    if (option.is_positional() && values_of(option) == Values::none) return "";
    std::string text = concat("complete -c ecgpress -n ", quoted(condition));
    for (const std::string& name : option.names)
        text += name.compare(0, 2, "--") == 0 ? concat(" -l ", name.substr(2))
                                              : concat(" -s ", name.substr(1));
    if (!option.value.empty()) text += fish_values(option);
    return concat(text, " -d ", quoted(first_sentence(option.description), k_fish_quote), '\n');
}

/// Keys that can be set as they are; others contain the name of a group, layout or preset.
Names settable(const Names& keys) {
    Names names;
    for (const std::string& key : keys) {
        const std::string block = key.substr(0, key.find('.'));
        if (block != "pages" && block != "layouts" && block != "presets")
            names.push_back(key + "=");
    }
    return names;
}

} // namespace

std::string bash_completion(const std::vector<CommandText>& commands,
                            const std::vector<std::string>& keys) {
    std::string cases;
    for (std::size_t i = 1; i < commands.size(); ++i) cases += bash_cases(commands[i]);
    return concat(
        "# Completion of ecgpress for bash, ", k_origin, "bash`.\n",
        "_ecgpress_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n",
        "_ecgpress_paths() {\n    compopt -o filenames 2> /dev/null\n    local IFS=$'\\n'\n",
        "    COMPREPLY=($(compgen \"$1\" -- \"$cur\"))\n}\n",
        "_ecgpress_settings() { compopt -o nospace 2> /dev/null; _ecgpress_words \"$settings\"; ",
        "}\n_ecgpress() {\n    local cur=${COMP_WORDS[COMP_CWORD]} ",
        "prev=${COMP_WORDS[COMP_CWORD - 1]} verb= i\n    local verbs=",
        quoted(join(verbs_of(commands), " ")), "\n    local keys=", quoted(join(keys, " ")),
        "\n    local settings=", quoted(join(settable(keys), " ")), "\n    COMPREPLY=()\n",
        "    # bash splits words at =: --format=coco is three words.\n",
        "    if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then "
        "prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n",
        "    for ((i = 1; i < COMP_CWORD; ++i)); do\n",
        "        [[ ${COMP_WORDS[i]} == -* ]] || { verb=${COMP_WORDS[i]}; break; }\n    done\n",
        "    if [[ -z $verb ]]; then _ecgpress_words \"$verbs ",
        join(option_names(commands.front()), " "), "\"; return; fi\n", "    case $verb:$prev in\n",
        cases, "    esac\n}\ncomplete -F _ecgpress ecgpress\n");
}

std::string zsh_completion(const std::vector<CommandText>& commands,
                           const std::vector<std::string>& keys) {
    std::string verbs, cases, own;
    for (std::size_t i = 1; i < commands.size(); ++i) {
        verbs +=
            concat("            ",
                   quoted(concat(commands[i].name, ':', zsh_text(commands[i].description))), '\n');
        cases += concat("        ", commands[i].name, ")\n            _arguments -s");
        for (const OptionText& option : commands[i].options) cases += zsh_spec(option);
        cases += " ;;\n";
    }
    for (const OptionText& option : commands.front().options) own += zsh_spec(option);
    return concat("#compdef ecgpress\n# Completion of ecgpress for zsh, ", k_origin, "zsh`.\n",
                  "_ecgpress_settings() { compadd -S '' -- ", join(settable(keys), " "),
                  "; }\n_ecgpress() {\n    local context state line\n    local verbs=",
                  quoted(join(verbs_of(commands), " ")),
                  "\n    local keys=", quoted(join(keys, " ")), "\n    _arguments -C", own,
                  " \\\n            '1: :->verb' '*:: :->rest'\n    case $state in\n    verb)\n",
                  "        local -a described=(\n", verbs,
                  "        )\n        _describe subcommand described ;;\n    rest)\n",
                  "        case $line[1] in\n", cases, "        esac ;;\n    esac\n}\n",
                  "if [[ $funcstack[1] == _ecgpress ]]; then _ecgpress \"$@\"; else compdef "
                  "_ecgpress ecgpress; fi\n");
}

std::string fish_completion(const std::vector<CommandText>& commands,
                            const std::vector<std::string>& keys) {
    std::string text =
        concat("# Completion of ecgpress for fish, ", k_origin, "fish`.\nset -l ecgpress_verbs ",
               quoted(join(verbs_of(commands), " ")), "\nset -l ecgpress_keys ",
               quoted(join(keys, " ")), "\nset -l ecgpress_settings ",
               quoted(join(settable(keys), " ")), "\ncomplete -c ecgpress -f\n");
    for (const OptionText& option : commands.front().options)
        text += fish_option("__fish_use_subcommand", option);
    for (std::size_t i = 1; i < commands.size(); ++i) {
        const CommandText& command = commands[i];
        text += concat("complete -c ecgpress -n '__fish_use_subcommand' -a ", command.name, " -d ",
                       quoted(first_sentence(command.description), k_fish_quote), '\n');
        for (const OptionText& option : command.options)
            text += fish_option("__fish_seen_subcommand_from " + command.name, option);
    }
    return text;
}

} // namespace ecgpress
