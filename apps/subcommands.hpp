// List of subcommands. Each function adds a subcommand and its options to the program.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "core/error.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

struct Subcommand {
    CLI::App* app = nullptr;
    /// Runs the subcommand with the parsed options. Called on every rank. @throws Error
    std::function<ExitCode(const Communicator&)> act;
};

/// @throws ConfigError with the nearest name if the program has no such subcommand
const CLI::App& subcommand_named(const CLI::App& program, const std::string& name);

Subcommand add_run(CLI::App& program);
Subcommand add_plan(CLI::App& program);
Subcommand add_generate(CLI::App& program);
Subcommand add_merge(CLI::App& program);
Subcommand add_status(CLI::App& program);
Subcommand add_verify(CLI::App& program);
Subcommand add_repair(CLI::App& program);
Subcommand add_show(CLI::App& program);
Subcommand add_preview(CLI::App& program);
Subcommand add_report(CLI::App& program);
Subcommand add_explain(CLI::App& program);
Subcommand add_list(CLI::App& program);
Subcommand add_simulate(CLI::App& program);
Subcommand add_bench(CLI::App& program);
Subcommand add_init(CLI::App& program);
Subcommand add_completion(CLI::App& program);
Subcommand add_help(CLI::App& program);

} // namespace ecgpress
