// Options that several subcommands share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "core/program/progress.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// Options for the output on standard error.
struct TalkOptions {
    bool quiet = false, verbose = false;
    std::string progress_style; ///< bar, lines, json or none; empty: depends on standard error

    LogLevel level() const;
    Progress::Style progress() const;
};

/// The configuration file and the keys set on the command line.
struct ConfigOptions {
    std::string file;
    std::vector<std::string> settings;
};

/// Options of commands that use a run's folder.
struct RunOptions {
    ConfigOptions config;
    std::string out;
    std::string source;  ///< where the recordings are now; empty: as the configuration says
    std::string jobs;    ///< of commands that share their work: empty, "auto" or a number
    std::string scratch; ///< of commands that write shards
    bool no_lock = false;
    /// Of commands that write releases: they replace the configuration's.
    std::vector<std::string> formats;
    std::optional<std::uint64_t> max_files, max_bytes, max_archives;
    std::string pack; ///< empty: as the configuration says
    TalkOptions talk;
};

/// Accepts whole numbers from `least` on. CLI11's own checks print a range up to 1.8e308.
CLI::Validator at_least(std::uint64_t least);

void add_talk_options(CLI::App& app, TalkOptions& options);
void add_progress_option(CLI::App& app, TalkOptions& options);
CLI::Option* add_config_options(CLI::App& app, ConfigOptions& options);
void add_source_option(CLI::App& app, std::string& source);
void add_run_options(CLI::App& app, RunOptions& options);
void add_scratch_option(CLI::App& app, RunOptions& options);
/// @param jobs  as RunOptions::jobs. CommandLine::act starts the ranks.
void add_jobs_option(CLI::App& app, std::string& jobs);
void add_lock_option(CLI::App& app, bool& no_lock);
void add_release_options(CLI::App& app, RunOptions& options);

/// The folder of shards in progress: empty (DIR/parts), the given one, or for "auto" this node's
/// $SLURM_TMPDIR or $TMPDIR. @throws ConfigError if it is not a writable folder
std::filesystem::path scratch_folder(const RunOptions& options);

/// The folder of a run, with its scratch folder and its use of locks. @throws ConfigError
RunFolder folder_of(const RunOptions& options);

/// "3/16": the fourth of sixteen parts. @throws ConfigError
RunPart part_from(const std::string& text);

} // namespace ecgpress
