#include "options.hpp"

#include <cstdlib>
#include <unistd.h>

#include "core/error.hpp"
#include "core/process.hpp"
#include "core/text.hpp"
#include "pipeline/merge/merge.hpp"

namespace ecgpress {

LogLevel TalkOptions::level() const {
    return quiet ? LogLevel::quiet : verbose ? LogLevel::verbose : LogLevel::normal;
}

Progress::Style TalkOptions::progress() const {
    return quiet ? Progress::Style::silent : Progress::style_for_stderr();
}

void add_talk_options(CLI::App& app, TalkOptions& options) {
    CLI::Option* quiet = app.add_flag("-q,--quiet", options.quiet, "Say only what went wrong");
    app.add_flag("-v,--verbose", options.verbose,
                 "Say more: every record that is replaced, and why")
        ->excludes(quiet);
}

CLI::Option* add_config_options(CLI::App& app, ConfigOptions& options) {
    CLI::Option* config =
        app.add_option("-c,--config", options.file, "The configuration, a YAML file")
            ->type_name("FILE");
    app.add_option("--set", options.settings,
                   "Set a key of the configuration: seed=7, pages.0.style.dpi=200, or by a group's "
                   "name pages.demo.count=12. Can be given several times. `ecgpress explain` "
                   "lists the keys")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->needs(config);
    return config;
}

void add_run_options(CLI::App& app, RunOptions& options) {
    add_config_options(app, options.config)
        ->description("The configuration, a YAML file; without it, that of the run in --out is "
                      "taken up again");
    app.add_option("-o,--out", options.out,
                   "The run's folder, made if it is not there; a run that is in it goes on")
        ->type_name("DIR")
        ->required();
    add_talk_options(app, options.talk);
}

void add_scratch_option(CLI::App& app, RunOptions& options) {
    app.add_option("--scratch", options.scratch,
                   "Make shards in this folder of each node, and move them to --out when they are "
                   "whole; auto: $SLURM_TMPDIR, else $TMPDIR")
        ->type_name("DIR|auto");
}

void add_release_options(CLI::App& app, RunOptions& options) {
    std::vector<std::string> names = release_format_names();
    app.add_option("--format", options.formats,
                   concat("How the release is written, one or more of ", join(names, ", "),
                          "; instead of the configuration's release.formats"))
        ->type_name("NAME[,NAME...]")
        ->delimiter(',')
        ->check(CLI::IsMember(names));
    app.add_option("--max-files", options.max_files,
                   "Pack the release, too, in archives of at most so many files")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    app.add_option("--max-bytes", options.max_bytes,
                   "Pack the release, too, in archives of at most so many bytes: 1GB (a Zenodo "
                   "record takes 100 files and 50 GB)")
        ->type_name("BYTES")
        ->transform(CLI::AsSizeValue(true));
}

std::filesystem::path scratch_folder(const RunOptions& options) {
    if (options.scratch.empty()) return {};
    std::string folder = options.scratch;
    if (folder == "auto") {
        const char *slurm = std::getenv("SLURM_TMPDIR"), *own = std::getenv("TMPDIR");
        if (slurm == nullptr && own == nullptr)
            throw ConfigError(concat("--scratch auto finds no folder on ", host_name(),
                                     " (neither SLURM_TMPDIR nor TMPDIR is set); name one"));
        folder = slurm != nullptr ? slurm : own;
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0 || !std::filesystem::is_directory(folder))
        throw ConfigError(concat("--scratch ", folder, " cannot be used on ", host_name(),
                                 " (it is no folder that can be written); name one that is on "
                                 "every node, or leave --scratch out"));
    return folder;
}

RunPart part_from(const std::string& text) {
    const std::vector<std::string> numbers = split_text(text, '/');
    long long index = -1, count = 0;
    if (numbers.size() != 2 || !parse_number(numbers[0], index) ||
        !parse_number(numbers[1], count) || index < 0 || index >= count)
        throw ConfigError(concat("--part ", text,
                                 " is no part (it is I/K, with I from 0 to K - 1); ",
                                 "the first of 16 is 0/16"));
    return {static_cast<std::size_t>(index), static_cast<std::size_t>(count)};
}

} // namespace ecgpress
