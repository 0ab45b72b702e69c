// Help in lines of 80 columns.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace ecgpress {

/// Prints the help of a command: descriptions of options in one column, and paragraphs filled.
/// Indented lines of a footer are commands, which stay as they are.
class HelpFormatter : public CLI::Formatter {
  public:
    std::string make_option(const CLI::Option* option, bool is_positional) const override;
    std::string make_subcommand(const CLI::App* subcommand) const override;
    std::string make_description(const CLI::App* app) const override;
    std::string make_footer(const CLI::App* app) const override;
};

} // namespace ecgpress
