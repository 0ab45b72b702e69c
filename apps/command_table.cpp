#include "command_table.hpp"

#include <algorithm>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// `NAME:{folder,coco}`: the value's name, then what limits it.
void read_value(const CLI::Option& option, OptionText& text) {
    const std::string type = option.get_type_name();
    const std::size_t colon = type.find(':');
    text.value = type.substr(0, colon);
    const std::size_t open = type.find('{', colon), close = type.find('}', colon);
    if (colon == std::string::npos || open == std::string::npos || close == std::string::npos)
        return;
    text.choices = split_text(type.substr(open + 1, close - open - 1), ',');
}

OptionText option_text(const CLI::Option& option) {
    OptionText text;
    if (option.get_positional())
        text.value = option.get_name(true);
    else if (option.get_items_expected_max() > 0)
        read_value(option, text);
    if (option.get_positional()) {
        OptionText limits;
        read_value(option, limits);
        text.choices = limits.choices;
    }
    for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
    text.description = option.get_description();
    text.standard = option.get_default_str();
    text.required = option.get_required();
    text.repeats = option.get_items_expected_max() > 1;
    return text;
}

CommandText command_text(const CLI::App& app) {
    CommandText command{app.get_name(), app.get_description(), app.get_footer(), {}};
    for (const CLI::Option* option : app.get_options())
        command.options.push_back(option_text(*option));
    return command;
}

} // namespace

bool OptionText::takes_folder() const {
    return value.compare(0, 3, "DIR") == 0;
}

std::vector<CommandText> command_table(const CLI::App& program) {
    std::vector<CommandText> commands{command_text(program)};
    for (const CLI::App* app : program.get_subcommands({})) commands.push_back(command_text(*app));
    return commands;
}

std::string first_sentence(const std::string& text) {
    std::string sentence = text.substr(0, std::min(text.find('\n'), text.find(". ")));
    if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
    return sentence;
}

} // namespace ecgpress
