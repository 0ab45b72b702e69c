#include "inputs.hpp"

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/program/shell_word.hpp"
#include "core/program/standard_output.hpp"
#include "core/strings.hpp"
#include "jobs.hpp"
#include "pipeline/advice/hub_limits.hpp"
#include "pipeline/advice/possible_releases.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/advice/warnings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/merge/merge.hpp"
#include "pipeline/merge/pack.hpp"

namespace ecgpress {

Config with_listing(Config config, const RunFolder& folder) {
    config.source.listing.file = listing_file(config.source, folder.root());
    return config;
}

Config at_source(Config config, const std::string& source) {
    if (!source.empty()) config.source.path = source;
    return config;
}

std::unique_ptr<RunInputs> open_on_all_ranks(const Communicator& communicator,
                                             const RunFolder& folder,
                                             const std::function<Config()>& read_config,
                                             const std::function<void(RunInputs&)>& before_others) {
    std::unique_ptr<RunInputs> inputs;
    std::string config, fingerprint, listing;
    if (communicator.rank() == 0) {
        inputs = open_inputs(with_listing(read_config(), folder));
        before_others(*inputs);
        config = inputs->texts.effective;
        fingerprint = inputs->fingerprint;
        listing = inputs->source->listing().digest;
    }
    config = communicator.broadcast(config);
    fingerprint = communicator.broadcast(fingerprint);
    listing = communicator.broadcast(listing);
    if (!inputs) {
        Config same = config_from_json(config);
        if (!listing.empty()) same = with_listing(std::move(same), folder);
        same.source.listing.digest = listing;
        inputs = open_inputs(std::move(same));
    }
    if (inputs->fingerprint != fingerprint)
        throw DataError(
            concat("source or typefaces of rank ", communicator.rank(), " differ from rank 0. ",
                   "The same paths contain different files on its node. Use a shared file system, "
                   "and set source.path and typeface.path."));
    return inputs;
}

namespace {

Config with_release_options(const RunOptions& options, Config config) {
    if (!options.formats.empty()) config.release.formats = options.formats;
    if (options.max_files) config.release.max_files = *options.max_files;
    if (options.max_archives) config.release.max_archives = *options.max_archives;
    if (!options.pack.empty()) config.release.pack = options.pack;
    if (options.max_bytes) config.release.max_bytes = *options.max_bytes;
    return config;
}

/// Before a long run: what it needs at its peak, and what is free. The estimate takes up to three
/// seconds.
void log_space(const RunInputs& inputs, const RunFolder& folder) {
    constexpr std::uint64_t k_long_run_pages = 5000;
    if (inputs.config.page_count() < k_long_run_pages || has_shards(folder)) return;
    const Peak peak = peak_of(inputs.config, estimate_run(inputs));
    const FreeSpace free = free_space(folder.root());
    log_info(concat("The run needs ", describe(peak, free)));
    for (const Warning& warning : too_little_space(inputs.config, folder, peak, free))
        log_warning(warning.text());
}

} // namespace

std::unique_ptr<RunInputs> open_run(const RunOptions& options, const RunFolder& folder,
                                    const Communicator& communicator) {
    auto inputs = open_on_all_ranks(
        communicator, folder,
        [&] {
            Config config = options.config.file.empty()
                                ? config_of_run(folder)
                                : load_config(options.config.file, options.config.settings);
            return with_release_options(options, at_source(std::move(config), options.source));
        },
        [&](RunInputs& opened) {
            if (!has_shards(folder)) require_plausible_source(opened);
            require_possible_releases(opened.config);
            require_free_files(opened.config, folder, free_space(folder.root()));
            claim_run(folder, opened);
            keep_listing(opened);
        });
    log_to_file(folder.logs() / concat("rank-", communicator.rank(), ".log"));
    if (communicator.rank() == 0) {
        log_info(concat(counted(inputs->plan->page_count(), "page"), " in ",
                        counted(shard_count(inputs->config), "shard"), ", ",
                        counted(inputs->source->catalogue().size(), "record"), ", ",
                        counted(static_cast<std::uint64_t>(communicator.size()), "rank"), ", to ",
                        folder.root().string()));
        if (options.jobs.empty() && !idle_cores(communicator).empty())
            log_info(idle_cores(communicator));
        for (const Warning& warning : warnings_of(inputs->config)) log_warning(warning.text());
        for (const Warning& warning : reused_records(inputs->config, *inputs->plan))
            log_warning(warning.text());
        log_space(*inputs, folder);
    }
    return inputs;
}

namespace {

/// Prints what to do with the releases.
ExitCode finished(const RunFolder& folder, const TalkOptions& talk,
                  const Communicator& communicator) {
    const std::string root = shell_word(folder.root().string());
    if (communicator.rank() == 0 && !talk.quiet)
        print(concat("next      ecgpress verify ", root, "\n          ecgpress preview ", root,
                     "\n"));
    return ExitCode::ok;
}

} // namespace

ExitCode make_releases(const RunInputs& inputs, const RunFolder& folder, const TalkOptions& talk,
                       const Communicator& communicator) {
    const ReleaseSettings& settings = inputs.config.release;
    for (const std::string& format : settings.formats) {
        const MergeReport report = merge(inputs, folder, format, communicator, talk.progress());
        if (communicator.rank() == 0 && !talk.quiet) print(describe(report));
        if (report.stopped) return ExitCode::again;
    }
    if (communicator.rank() == 0)
        for (const Warning& warning : beyond_hub_limits(inputs.config, 0))
            log_warning(warning.text());
    if (!settings.is_packed()) return finished(folder, talk, communicator);
    // Last, because an archive limit that is too small ends the run: all releases exist by then.
    for (const std::string& format : settings.formats) {
        const PackReport packed =
            pack_release(folder, format, settings, communicator, talk.progress());
        if (communicator.rank() == 0 && !talk.quiet) print(describe(packed));
        if (communicator.rank() == 0 && !zenodo_problem(packed).empty())
            log_warning(zenodo_problem(packed));
        if (packed.stopped) return ExitCode::again;
    }
    return finished(folder, talk, communicator);
}

} // namespace ecgpress
