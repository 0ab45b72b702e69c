// Options that several subcommands share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "core/progress.hpp"

namespace ecgpress {

/// How much is said.
struct TalkOptions {
    bool quiet = false, verbose = false;

    LogLevel level() const;
    Progress::Style progress() const;
};

/// Which configuration.
struct ConfigOptions {
    std::string file;
    std::vector<std::string> settings;
};

/// A run in its folder.
struct RunOptions {
    ConfigOptions config;
    std::string out;
    TalkOptions talk;
};

void add_talk_options(CLI::App& app, TalkOptions& options);
CLI::Option* add_config_options(CLI::App& app, ConfigOptions& options);
void add_run_options(CLI::App& app, RunOptions& options);

} // namespace ecgpress
