#include "options.hpp"

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
                   "Set a key of the configuration, as seed=7, pages.0.style.dpi=200 or, by a "
                   "group's name, "
                   "pages.demo.count=12; can be given many times")
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

} // namespace ecgpress
