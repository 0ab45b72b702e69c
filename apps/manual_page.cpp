// The manual page ecgpress(1).
#include "command_table.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "pipeline/reference/key_list.hpp"

namespace ecgpress {

namespace {

/// A text in roff: hyphens as on the command line, backslashes, and no line that is a request.
std::string roff(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts_line = i == 0 || text[i - 1] == '\n';
        if (starts_line && (text[i] == '.' || text[i] == '\'')) out += "\\&";
        if (text[i] == '\\')
            out += "\\e";
        else if (text[i] == '-')
            out += "\\-";
        else
            out += text[i];
    }
    return out;
}

std::string bold(const std::string& text) {
    return concat("\\fB", roff(text), "\\fR");
}

std::string italic(const std::string& text) {
    return concat("\\fI", roff(text), "\\fR");
}

/// Paragraphs of a footer. Indented lines are commands, which are not filled.
std::string paragraphs(const std::string& text) {
    std::string out;
    bool verbatim = false;
    for (const std::string& line : split_text(text, '\n')) {
        const bool indented = line.compare(0, 2, "  ") == 0;
        if (indented != verbatim) out += indented ? ".PP\n.RS 4\n.nf\n" : ".fi\n.RE\n";
        verbatim = indented;
        out += line.empty() ? ".PP\n" : concat(roff(trimmed(line)), '\n');
    }
    return verbatim ? out + ".fi\n.RE\n" : out;
}

std::string synopsis(const CommandText& command) {
    std::string text = concat(bold("ecgpress " + command.name), " [", italic("options"), ']');
    for (const OptionText& option : command.options)
        if (option.required && !option.is_positional())
            text += concat(' ', bold(option.names.back()), ' ', italic(option.value));
    for (const OptionText& option : command.options)
        if (option.is_positional())
            text += option.required ? concat(' ', italic(option.value))
                                    : concat(" [", italic(option.value), ']');
    return text;
}

std::string option_item(const OptionText& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.names) names.push_back(bold(name));
    std::string text = concat(".TP\n", join(names, ", "));
    if (!option.value.empty()) text += concat(names.empty() ? "" : " ", italic(option.value));
    text += concat('\n', roff(option.description), ".\n");
    if (!option.choices.empty()) text += concat("One of ", roff(join(option.choices, ", ")), ".\n");
    if (!option.standard.empty()) text += concat("Default: ", roff(option.standard), ".\n");
    if (option.required && !option.is_positional()) text += "Required.\n";
    return text;
}

std::string command_section(const CommandText& command) {
    std::string text = concat(".SS ", synopsis(command), '\n', roff(command.description), ".\n");
    for (const OptionText& option : command.options) text += option_item(option);
    return command.footer.empty() ? text : text + ".PP\n" + paragraphs(command.footer);
}

std::string key_items() {
    std::string text;
    for (const KeyInfo& key : all_keys()) {
        text += concat(".TP\n", bold(key.path), "\n", roff(meaning_of(key)), ".\n");
        if (!key.values.empty()) text += concat("Values: ", roff(key.values), ".\n");
        if (!key.standard.empty()) text += concat("Default: ", roff(key.standard), ".\n");
    }
    return text;
}

} // namespace

std::string manual_page(const std::vector<CommandText>& commands) {
    const CommandText& program = commands.front();
    std::string text =
        concat(".\\\" Written by `ecgpress help --man`.\n.TH ECGPRESS 1 \"\" \"ecgpress ",
               k_version, "\" \"User Commands\"\n.SH NAME\necgpress \\- ECG image datasets with ",
               "exact labels from ECG recordings\n.SH SYNOPSIS\n");
    for (std::size_t i = 1; i < commands.size(); ++i)
        text += concat(i == 1 ? "" : ".br\n", synopsis(commands[i]), '\n');
    text += concat(".SH DESCRIPTION\n", roff(program.description), "\n.SH OPTIONS\n");
    for (const OptionText& option : program.options) text += option_item(option);
    text += ".SH COMMANDS\n";
    for (std::size_t i = 1; i < commands.size(); ++i) text += command_section(commands[i]);
    return concat(text,
                  ".SH CONFIGURATION\nKeys of a configuration, a YAML file. Words in capitals ",
                  "stand for names of the user's own. Each group and look can have the keys of ",
                  bold("style"), ".\n", key_items(), ".SH ENVIRONMENT\n.TP\n",
                  bold("ECGPRESS_PTBXL"), "\nThe folder of PTB\\-XL, for ", bold("ecgpress init"),
                  ".\n.SH EXAMPLES AND EXIT STATUS\n", paragraphs(program.footer));
}

} // namespace ecgpress
