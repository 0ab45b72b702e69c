#include "options.hpp"

#include <cstdlib>
#include <unistd.h>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "pipeline/merge/merge.hpp"

namespace ecgpress {

LogLevel TalkOptions::level() const {
    return quiet ? LogLevel::quiet : verbose ? LogLevel::verbose : LogLevel::normal;
}

Progress::Style TalkOptions::progress() const {
    if (progress_style == "bar") return Progress::Style::bar;
    if (progress_style == "lines") return Progress::Style::lines;
    if (progress_style == "json") return Progress::Style::json;
    return quiet || progress_style == "none" ? Progress::Style::silent
                                             : Progress::style_for_stderr();
}

CLI::Validator at_least(std::uint64_t least) {
    return {[least](const std::string& text) {
                long long number = 0;
                const bool valid = parse_number(text, number) && number >= 0 &&
                                   static_cast<std::uint64_t>(number) >= least;
                return valid ? std::string()
                             : concat('"', text, "\" is not a whole number of ", least, " or more");
            },
            ""};
}

void add_talk_options(CLI::App& app, TalkOptions& options) {
    CLI::Option* quiet =
        app.add_flag("-q,--quiet", options.quiet, "Print only warnings and errors");
    app.add_flag("-v,--verbose", options.verbose,
                 "Print more: each record that is replaced, and the reason")
        ->excludes(quiet);
}

void add_progress_option(CLI::App& app, TalkOptions& options) {
    app.add_option(
           "--progress", options.progress_style,
           "How progress is shown on standard error: bar (the default on a terminal), lines "
           "(every 10 s; the default elsewhere), json (one JSON object per line and second, "
           "for other programs), or none (the default with --quiet)")
        ->type_name("STYLE")
        ->check(CLI::IsMember({"bar", "lines", "json", "none"}));
}

CLI::Option* add_config_options(CLI::App& app, ConfigOptions& options) {
    CLI::Option* config =
        app.add_option("-c,--config", options.file,
                       "Configuration, a YAML file; or the name of an installed one: demo.yaml")
            ->type_name("FILE");
    app.add_option("--set", options.settings,
                   "Set a key of the configuration: seed=7, pages.0.style.dpi=200 or, with the "
                   "name of a group, pages.demo.count=12. Can be repeated. `ecgpress explain` "
                   "lists the keys")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->needs(config);
    return config;
}

void add_source_option(CLI::App& app, std::string& source) {
    app.add_option("--source", source,
                   "Where the recordings are now, instead of source.path, if they were moved after "
                   "the run was started. They must be the same")
        ->type_name("DIR");
}

void add_run_options(CLI::App& app, RunOptions& options) {
    add_config_options(app, options.config)
        ->description("Configuration, a YAML file. Default: the configuration of the run in --out");
    app.add_option("-o,--out", options.out,
                   "The run's folder. It is created if it does not exist; a run in it is resumed")
        ->type_name("DIR")
        ->required();
    add_source_option(app, options.source);
    add_lock_option(app, options.no_lock);
    add_talk_options(app, options.talk);
    add_progress_option(app, options.talk);
}

void add_jobs_option(CLI::App& app, std::string& jobs) {
    const auto check = [](const std::string& text) {
        return text == "auto" ? std::string() : at_least(1)(text);
    };
    app.add_option("-j,--jobs", jobs,
                   "Share the work among N ranks on this host, started with mpirun; auto: one on "
                   "each core")
        ->type_name("N|auto")
        ->check(CLI::Validator([check](std::string& text) { return check(text); }, ""));
}

void add_lock_option(CLI::App& app, bool& no_lock) {
    app.add_flag("--no-lock", no_lock,
                 "Go on if the file system of the run's folder has no locks. Make sure that no "
                 "other job works in it");
}

void add_scratch_option(CLI::App& app, RunOptions& options) {
    app.add_option("--scratch", options.scratch,
                   "Folder on each node in which shards are written; they are moved to --out when "
                   "they are complete. auto: $SLURM_TMPDIR, else $TMPDIR")
        ->type_name("DIR|auto");
}

void add_release_options(CLI::App& app, RunOptions& options) {
    std::vector<std::string> names = release_format_names();
    app.add_option("--format", options.formats,
                   concat("Formats of the release, one or more of ", join(names, ", "),
                          ". Replaces release.formats of the configuration"))
        ->type_name("NAME[,NAME...]")
        ->option_text("NAME[,NAME...] ...") // the names are in the description
        ->delimiter(',')
        ->check(CLI::IsMember(names));
    app.add_option(
           "--pack", options.pack,
           "Also pack the release into archives for a repository. zenodo: each record has at "
           "most 100 files and 50 GB; the archives of further records are numbered")
        ->type_name("zenodo|none")
        ->check(CLI::IsMember({"zenodo", "none"}));
    app.add_option("--max-archives", options.max_archives,
                   "Also pack the release into at most N archives, as small as possible")
        ->type_name("N")
        ->check(at_least(1));
    app.add_option("--max-files", options.max_files,
                   "Also pack the release into archives, each with at most N of its files. For the "
                   "number of archives use --max-archives")
        ->type_name("N")
        ->check(at_least(1));
    app.add_option("--max-bytes", options.max_bytes,
                   "Also pack the release into archives of at most this size each, for example 1GB")
        ->type_name("BYTES")
        ->transform(CLI::AsSizeValue(true));
}

std::filesystem::path scratch_folder(const RunOptions& options) {
    if (options.scratch.empty()) return {};
    std::string folder = options.scratch;
    if (folder == "auto") {
        const char *slurm = std::getenv("SLURM_TMPDIR"), *own = std::getenv("TMPDIR");
        if (slurm == nullptr && own == nullptr)
            throw ConfigError(concat("--scratch auto found no folder on ", host_name(),
                                     ". Neither SLURM_TMPDIR nor TMPDIR is set. Use --scratch ",
                                     "DIR."));
        folder = slurm != nullptr ? slurm : own;
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0 || !std::filesystem::is_directory(folder))
        throw ConfigError(concat("--scratch ", folder, " cannot be used on ", host_name(),
                                 ". It is not a writable folder. Use a folder that exists on ",
                                 "every node, or omit --scratch."));
    return folder;
}

RunFolder folder_of(const RunOptions& options) {
    return RunFolder(options.out, scratch_folder(options),
                     options.no_lock ? Locking::optional : Locking::required);
}

RunPart part_from(const std::string& text) {
    const std::vector<std::string> numbers = split_text(text, '/');
    long long index = -1, count = 0;
    if (numbers.size() != 2 || !parse_number(numbers[0], index) ||
        !parse_number(numbers[1], count) || index < 0 || index >= count)
        throw ConfigError(concat("--part ", text, " is not a part. Expected I/K with I from 0 to ",
                                 "K - 1, for example 0/16 for the first of 16 parts."));
    return {static_cast<std::size_t>(index), static_cast<std::size_t>(count)};
}

} // namespace ecgpress
