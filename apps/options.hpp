// Options that several subcommands share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "core/progress.hpp"
#include "pipeline/run/run_identity.hpp"

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
    std::string scratch; ///< of commands that make shards
    /// Of commands that make releases: instead of the configuration's.
    std::vector<std::string> formats;
    std::optional<std::uint64_t> max_files, max_bytes;
    TalkOptions talk;
};

void add_talk_options(CLI::App& app, TalkOptions& options);
CLI::Option* add_config_options(CLI::App& app, ConfigOptions& options);
void add_run_options(CLI::App& app, RunOptions& options);
void add_scratch_option(CLI::App& app, RunOptions& options);
void add_release_options(CLI::App& app, RunOptions& options);

/// Where shards in work lie: DIR/parts (nothing), the folder that was given, or for "auto" this
/// node's $SLURM_TMPDIR or $TMPDIR. @throws ConfigError if it is no folder that can be written
std::filesystem::path scratch_folder(const RunOptions& options);

/// "3/16": the fourth of sixteen parts. @throws ConfigError
RunPart part_from(const std::string& text);

} // namespace ecgpress
